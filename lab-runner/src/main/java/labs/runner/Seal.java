package labs.runner;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Numbers lines and signs them with a secret (HMAC-SHA-256, RFC 2104): {@code MAC TAB number TAB
 * line}. A mere password in front of each line would not do: on Linux a process can read its own
 * pipe through /proc/self/fd and would see it. Not thread-safe; one end of the pipe seals, the
 * other opens, each with a {@code Seal} of its own.
 */
public final class Seal {
    private final Mac mac;
    private long last;

    /**
     * @param secret at least 128 random bits as text
     */
    public Seal(String secret) {
        try {
            mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }

    /** The line with the next number and its signature. */
    public String seal(String line) {
        String numbered = ++last + "\t" + line;
        return sign(numbered) + "\t" + numbered;
    }

    /** The line inside, or nothing: not signed, changed, or seen before. */
    public Optional<String> open(String sealed) {
        String[] parts = sealed.split("\t", 3);
        if (parts.length < 3 || !signed(parts[0], parts[1] + "\t" + parts[2])) {
            return Optional.empty();
        }
        long number = Long.parseLong(parts[1]);
        boolean fresh = number > last;
        last = Math.max(last, number);
        return fresh ? Optional.of(parts[2]) : Optional.empty();
    }

    private boolean signed(String signature, String numbered) {
        return MessageDigest.isEqual(
                signature.getBytes(StandardCharsets.UTF_8),
                sign(numbered).getBytes(StandardCharsets.UTF_8));
    }

    private String sign(String text) {
        return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    }
}

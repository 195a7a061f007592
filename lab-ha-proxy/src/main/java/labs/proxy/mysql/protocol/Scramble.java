package labs.proxy.mysql.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;

/**
 * The proof of {@code mysql_native_password} that one knows a password, without saying it:
 *
 * <pre>
 *   SHA1(password) xor SHA1(challenge ++ SHA1(SHA1(password)))
 * </pre>
 *
 * <p>An empty password is proved by no bytes at all.
 */
public final class Scramble {
    public static final String PLUGIN = "mysql_native_password";

    /** The length of a challenge, and of a proof. */
    public static final int LENGTH = 20;

    private static final SecureRandom RANDOM = new SecureRandom();

    private Scramble() {}

    /** A new challenge; no byte is 0, which would end it for some clients, or above 127. */
    public static byte[] challenge() {
        byte[] challenge = new byte[LENGTH];
        for (int i = 0; i < LENGTH; i++) {
            challenge[i] = (byte) (1 + RANDOM.nextInt(127));
        }
        return challenge;
    }

    /** What is said to a challenge. */
    public static byte[] proof(String password, byte[] challenge) {
        // BEGIN SOLUTION
        if (password.isEmpty()) {
            return new byte[0];
        }
        byte[] once = sha1(password.getBytes(UTF_8));
        byte[] mask = sha1(challenge, sha1(once));
        for (int i = 0; i < LENGTH; i++) {
            once[i] ^= mask[i];
        }
        return once;
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO ha-proxy-9: README, part 9");
    }

    /** Whether this proves that the other end knows the password; takes as long for any answer. */
    public static boolean proves(byte[] proof, String password, byte[] challenge) {
        // BEGIN SOLUTION
        return MessageDigest.isEqual(proof, proof(password, challenge));
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO ha-proxy-9: README, part 9");
    }

    /** SHA-1 of all these behind each other. */
    static byte[] sha1(byte[]... parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-1");
            for (byte[] part : parts) {
                digest.update(part);
            }
            return digest.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("each Java has SHA-1", e);
        }
    }
}

package labs.rpc.around;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Who may call. Holds digests, not passwords; a real system would take a slow, salted one (bcrypt,
 * Argon2) and remember the outcome, since a call is made far more often than a login. Immutable.
 */
final class Passwords {
    private static final byte[] OF_NOBODY = digest("");

    private final Map<String, byte[]> digests;

    Passwords(Map<String, String> passwords) {
        digests =
                passwords.entrySet().stream()
                        .collect(
                                Collectors.toUnmodifiableMap(
                                        Map.Entry::getKey, entry -> digest(entry.getValue())));
    }

    /**
     * Is this the user's password? Takes the same time wherever the first wrong character is, and
     * whether there is such a user: a peer who can measure learns nothing.
     */
    boolean areRight(String user, String password) {
        // BEGIN SOLUTION
        byte[] expected = digests.getOrDefault(user, OF_NOBODY);
        boolean same = MessageDigest.isEqual(expected, digest(password));
        return same && digests.containsKey(user);
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO rpc-6: see README, part 6");
    }

    private static byte[] digest(String password) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(password.getBytes(UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}

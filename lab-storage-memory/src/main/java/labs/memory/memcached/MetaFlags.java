package labs.memory.memcached;

import java.util.Base64;
import labs.memory.cache.CacheClock;
import labs.memory.cache.Key;

/**
 * The flags of a meta command: each a letter, some with a value behind it. Belongs to one
 * connection, which reads line after line into it.
 */
final class MetaFlags {
    static final int MAX_OPAQUE = 32;
    private static final String BAD_TOKEN = "CLIENT_ERROR bad token in command line format";

    private final boolean[] seen = new boolean[127];
    private final Key key = new Key();
    private String problem;
    char mode;
    int expiry; // T
    int vivifyExpiry; // N
    int recache; // R
    int clientFlags; // F
    long cas; // C
    long delta; // D
    long initial; // J

    /**
     * Reads the flags from this word on.
     *
     * @return what is wrong, or null
     */
    String read(CommandLine line, int from, CacheClock clock) {
        // BEGIN SOLUTION
        java.util.Arrays.fill(seen, false);
        problem = null;
        mode = 0;
        expiry = vivifyExpiry = recache = clientFlags = 0;
        cas = initial = 0;
        delta = 1;
        line.key(1, key);
        for (int word = from; word < line.count(); word++) {
            byte letter = line.at(word, 0);
            if (letter < 0 || letter >= 127 || seen[letter]) {
                return "CLIENT_ERROR duplicate flag";
            }
            seen[letter] = true;
            if (!flag(line, word, (char) letter, clock)) {
                return "CLIENT_ERROR invalid flag";
            }
        }
        return problem;
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO storage-memory-2: see README, part
        // 2");
    }

    // BEGIN SOLUTION
    /** Returns whether there is such a flag. */
    private boolean flag(CommandLine line, int word, char letter, CacheClock clock) {
        switch (letter) {
            case 'b' -> decodeKey();
            case 'N' -> vivifyExpiry = time(line, word, clock);
            case 'T' -> expiry = time(line, word, clock);
            case 'R' -> recache = time(line, word, clock);
            case 'F' -> {
                need(line.isUnsigned32(word, 1), TextProtocol.BAD_FORMAT);
                clientFlags = (int) line.number();
            }
            case 'C' -> cas = number(line, word, BAD_TOKEN);
            case 'J' -> initial = number(line, word, "CLIENT_ERROR invalid numeric initial value");
            case 'D' -> delta = number(line, word, "CLIENT_ERROR invalid numeric delta value");
            case 'M' -> {
                if (need(line.length(word) == 2, "CLIENT_ERROR incorrect length for M token")) {
                    mode = (char) line.at(word, 1);
                }
            }
            default -> {
                return "OPLkstcfvhuqlI".indexOf(letter) >= 0;
            }
        }
        return true;
    }

    private boolean need(boolean good, String otherwise) {
        if (!good) {
            problem = otherwise;
        }
        return good;
    }

    private int time(CommandLine line, int word, CacheClock clock) {
        return need(line.isSigned32(word, 1), BAD_TOKEN) ? clock.expiry(line.number()) : 0;
    }

    private long number(CommandLine line, int word, String otherwise) {
        return need(line.isUnsigned64(word, 1), otherwise) ? line.number() : 0;
    }

    private void decodeKey() {
        byte[] encoded =
                java.util.Arrays.copyOfRange(
                        key.bytes(), key.offset(), key.offset() + key.length());
        try {
            byte[] decoded =
                    encoded.length % 4 == 0 ? Base64.getDecoder().decode(encoded) : new byte[0];
            if (need(decoded.length > 0, "CLIENT_ERROR error decoding key")) {
                key.set(decoded, 0, decoded.length);
            }
        } catch (IllegalArgumentException e) {
            problem = "CLIENT_ERROR error decoding key";
        }
    }

    // END SOLUTION

    boolean has(char letter) {
        return seen[letter];
    }

    /** The command's key, decoded if it was written in Base64. Valid until the next line. */
    Key key() {
        return key;
    }
}

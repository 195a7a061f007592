package labs.cli.proofs;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a proof stands on, as hashes (SHA-256). It is the same in each checkout of the same commit:
 * paths count from the root of the repository, and neither times nor the order of files do.
 *
 * @param parts the hash of each part, by what a person calls it
 */
record Fingerprint(SortedMap<String, String> parts) {
    /** Of a proof that a later one disproved. */
    static final Fingerprint NONE = new Fingerprint(new TreeMap<>());

    private static final int LENGTH = 16; // of a part: it only tells what has changed

    Fingerprint {
        parts = new TreeMap<>(parts);
    }

    /** Of these parts, each a set of lines whose order does not count. */
    static Fingerprint of(Map<String, ? extends Collection<String>> parts) {
        var hashes = new TreeMap<String, String>();
        parts.forEach((name, lines) -> hashes.put(name, hash(lines).substring(0, LENGTH)));
        return new Fingerprint(hashes);
    }

    /** All parts in one. */
    String value() {
        return hash(parts.entrySet().stream().map(part -> part.toString()).toList());
    }

    /** The names of the parts that are not the same in {@code other}. */
    List<String> differences(Fingerprint other) {
        var names = new TreeMap<>(parts);
        names.putAll(other.parts);
        return names.keySet().stream()
                .filter(
                        name ->
                                !parts.getOrDefault(name, "")
                                        .equals(other.parts.getOrDefault(name, "")))
                .toList();
    }

    private static String hash(Collection<String> lines) {
        var sorted = new ArrayList<>(lines);
        sorted.sort(null);
        return hash(String.join("\n", sorted).getBytes(UTF_8));
    }

    static String hash(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}

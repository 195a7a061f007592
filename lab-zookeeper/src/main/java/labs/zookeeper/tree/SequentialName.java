package labs.zookeeper.tree;

import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * The name of a sequential node: what its creator chose, and ten digits that the parent counted.
 * Ordered by the number, which is the order of their creation, whatever stands before it.
 *
 * @param name the whole, such as {@code 1f-3-lock-0000000042}
 * @param prefix {@code 1f-3-lock-}
 * @param number 42
 */
public record SequentialName(String name, String prefix, int number)
        implements Comparable<SequentialName> {
    private static final int DIGITS = 10;

    /** Reads a name; empty when it does not end in ten digits: somebody else's node. */
    public static Optional<SequentialName> parse(String name) {
        // BEGIN SOLUTION
        int at = name.length() - DIGITS;
        if (at < 0 || !name.substring(at).matches("[0-9]{" + DIGITS + "}")) {
            return Optional.empty();
        }
        int number = Integer.parseInt(name, at, name.length(), 10);
        return Optional.of(new SequentialName(name, name.substring(0, at), number));
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO zookeeper-1: see README, part 1");
    }

    /** Those of the names that are sequential, in the order of their creation. */
    public static List<SequentialName> sorted(Collection<String> names) {
        return names.stream()
                .map(SequentialName::parse)
                .flatMap(Optional::stream)
                .sorted()
                .toList();
    }

    @Override
    public int compareTo(SequentialName other) {
        // BEGIN SOLUTION
        return Integer.compare(number, other.number);
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO zookeeper-1: see README, part 1");
    }
}

package labs.zookeeper.config;

import java.util.Arrays;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** What the values of a key may be. A closed set; each can say in words what it expects. */
public sealed interface ValueType {
    /**
     * Whether this value is of the type.
     *
     * @param keys all keys of the snapshot, for values that name others
     */
    boolean accepts(String value, SortedSet<String> keys);

    /** In words, such as {@code an integer from 1 to 65535}. */
    String expected();

    /** A text of so many characters, and at least one. */
    record Text(int longest) implements ValueType {
        @Override
        public boolean accepts(String value, SortedSet<String> keys) {
            return !value.isEmpty() && value.length() <= longest;
        }

        @Override
        public String expected() {
            return "1 to " + longest + " characters";
        }
    }

    /** A decimal integer in ASCII digits. */
    record IntegerRange(int from, int to) implements ValueType {
        @Override
        public boolean accepts(String value, SortedSet<String> keys) {
            if (!value.matches("-?[0-9]{1,10}")) {
                return false;
            }
            long number = Long.parseLong(value);
            return from <= number && number <= to;
        }

        @Override
        public String expected() {
            return "an integer from " + from + " to " + to;
        }
    }

    /** One of these words. */
    record OneOf(Set<String> words) implements ValueType {
        public OneOf {
            words = Set.copyOf(words);
        }

        @Override
        public boolean accepts(String value, SortedSet<String> keys) {
            return words.contains(value);
        }

        @Override
        public String expected() {
            return "one of " + String.join(", ", new TreeSet<>(words));
        }
    }

    /** {@code host:port}. */
    record HostAndPort() implements ValueType {
        @Override
        public boolean accepts(String value, SortedSet<String> keys) {
            int colon = value.lastIndexOf(':');
            return colon > 0
                    && value.substring(0, colon).matches("[A-Za-z0-9.-]+")
                    && new IntegerRange(1, 65_535).accepts(value.substring(colon + 1), keys);
        }

        @Override
        public String expected() {
            return "host:port";
        }
    }

    /** Names, separated by commas, of what this snapshot has under {@code group/NAME/}. */
    record References(String group) implements ValueType {
        @Override
        public boolean accepts(String value, SortedSet<String> keys) {
            return Arrays.stream(value.split(",", -1)).allMatch(name -> exists(name, keys));
        }

        private boolean exists(String name, SortedSet<String> keys) {
            String prefix = group + "/" + name + "/";
            SortedSet<String> from = keys.tailSet(prefix);
            return !name.isEmpty() && !from.isEmpty() && from.first().startsWith(prefix);
        }

        @Override
        public String expected() {
            return "names of " + group + "/…, separated by commas";
        }
    }
}

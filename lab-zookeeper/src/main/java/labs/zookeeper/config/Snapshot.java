package labs.zookeeper.config;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.SortedMap;
import java.util.TreeMap;

/** All keys and values of one version. Immutable. */
public record Snapshot(Revision revision, SortedMap<String, String> values) {
    public Snapshot(Revision revision, Map<String, String> values) {
        this(revision, Collections.unmodifiableSortedMap(new TreeMap<>(values)));
    }

    /** Its number. */
    public long version() {
        return revision.version();
    }

    /**
     * The value of a key.
     *
     * @throws NoSuchElementException when there is none
     */
    public String text(String key) {
        String value = values.get(key);
        if (value == null) {
            throw new NoSuchElementException("version " + version() + " has no key " + key);
        }
        return value;
    }

    /** The value of a key whose type is an integer. */
    public int integer(String key) {
        return Integer.parseInt(text(key));
    }

    /** The value of a key whose type is a list. */
    public List<String> list(String key) {
        return Arrays.asList(text(key).split(",", -1));
    }
}

package labs.memory.pattern;

import java.util.Map;
import java.util.Optional;

/** The truth behind a cache. Thread-safe. All methods throw {@link SourceException}. */
public interface Source {
    /** What is stored for a key, if anything is. */
    Optional<Row> load(String key);

    /** Stores a value. Returns its version. */
    long store(String key, String value);

    /** Stores all of these, or none. */
    void storeAll(Map<String, String> values);
}

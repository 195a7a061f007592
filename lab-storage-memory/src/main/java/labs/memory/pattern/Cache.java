package labs.memory.pattern;

import java.util.Optional;

/** A cache, as Memcached is one. It may forget anything at any time. Thread-safe. */
public interface Cache {
    /**
     * A value and its version.
     *
     * @param cas the number of this version, which no other version of any key has
     */
    record Versioned(String value, long cas) {}

    Optional<Versioned> gets(String key);

    /** Stores a value, for so many seconds; 0 is for ever. */
    void set(String key, String value, int seconds);

    /** Stores a value if there is none. Returns whether it did. */
    boolean add(String key, String value, int seconds);

    /** Stores a value if the one there is still this version. Returns whether it did. */
    boolean cas(String key, String value, int seconds, long cas);

    /** Removes a key. Returns whether there was one. */
    boolean delete(String key);

    default Optional<String> get(String key) {
        return gets(key).map(Versioned::value);
    }
}

package labs.memory.cache;

/** Under which condition a value is stored. */
public enum StoreMode {
    /** Always. */
    SET,
    /** If there is none. */
    ADD,
    /** If there is one. */
    REPLACE,
    /** Behind the one that is there, whose flags and expiry stay. */
    APPEND,
    /** Before the one that is there, whose flags and expiry stay. */
    PREPEND,
    /** If the one that is there is the version that was named. */
    CAS
}

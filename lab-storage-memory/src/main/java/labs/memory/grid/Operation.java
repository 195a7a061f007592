package labs.memory.grid;

/** What can be asked of an entry. Immutable. */
public sealed interface Operation {
    String key();

    /** Answers the value. */
    record Get(String key) implements Operation {}

    /** Stores a value, and answers the one before. */
    record Put(String key, String value) implements Operation {}

    /** Removes the entry, and answers its value. */
    record Remove(String key) implements Operation {}

    /** Runs the code on the entry, and answers what it answers. */
    record Invoke(String key, EntryProcessor processor) implements Operation {}

    /** Offers a value from the other side of a split; the owner's policy decides. */
    record Merge(String key, Entry entry) implements Operation {}

    /** What a policy decided, for the backups. */
    record Store(String key, Entry entry) implements Operation {}
}

package labs.memory.policy;

/** A cache that holds keys alone, so that its hits can be counted. Not thread-safe. */
public interface EvictionPolicy {
    /**
     * Asks for a key, which is there afterwards if the policy thinks it worth it. Was it before?
     */
    boolean access(long key);
}

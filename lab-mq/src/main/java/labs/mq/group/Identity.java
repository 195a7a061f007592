package labs.mq.group;

/**
 * Who asks.
 *
 * @param id that the coordinator gave it; empty if it has none yet
 * @param instance the name that a static member has in all its lives; null if it is a dynamic one
 */
public record Identity(String id, String instance) {
    /** A member without a name of its own. */
    public static Identity dynamic(String id) {
        return new Identity(id, null);
    }

    /** Whether it keeps its name, and with it its partitions, when it starts again. */
    boolean isStatic() {
        return instance != null;
    }
}

package labs.compute.engine;

/**
 * What goes wrong on purpose, once, at the first task of a component.
 *
 * @param component the name of the bolt
 * @param tuple at which of its tuples from now on, ticks not counted; 0 for the next tick
 */
public record Trouble(Kind kind, String component, int tuple) {
    /** What happens. */
    public enum Kind {
        /** The tuple is lost on its way: neither acked nor failed. */
        LOSE,
        /** The task dies with all it has, and starts anew, as in a new worker. */
        DIE
    }
}

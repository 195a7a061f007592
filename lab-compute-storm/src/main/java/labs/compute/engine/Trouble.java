package labs.compute.engine;

import java.io.Serializable;
import org.apache.storm.topology.IRichBolt;

/**
 * What goes wrong on purpose, once, at the first task of a component.
 *
 * @param component the name of the bolt
 * @param tuple at which tuple, ticks left out, counted from 1; 0 for none
 */
public record Trouble(Kind kind, String component, int tuple) implements Serializable {
    public static final Trouble NONE = new Trouble(Kind.LOSE, "", 0);

    /** What happens to it. */
    public enum Kind {
        /** The tuple is lost on its way: neither acked nor failed. */
        LOSE,
        /** The task dies with all it has, and starts anew, as in a new worker. */
        DIE
    }

    IRichBolt around(String name, IRichBolt bolt) {
        return name.equals(component) ? new TroubledBolt(bolt, this) : bolt;
    }
}

package labs.zookeeper.zab;

import java.io.Serializable;

/**
 * A change of the state, already worked out by the primary: "the counter is 7 now", not "add 2". It
 * only makes sense after the one before it; that is why the order of a primary's transactions has
 * to be kept.
 */
public record Transaction(Zxid zxid, long value) implements Serializable {
    @Override
    public String toString() {
        return zxid + "=" + value;
    }
}

package labs.zookeeper.election;

/** Hears when a candidate comes to lead and when it ends; one call at a time, in this order. */
public interface ElectionListener {
    /** It leads, with this epoch. Must return soon. */
    void elected(long epoch);

    /** It leads no more. Must return soon. */
    void deposed();
}

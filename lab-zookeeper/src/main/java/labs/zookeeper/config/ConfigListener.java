package labs.zookeeper.config;

/** Hears of new snapshots. */
public interface ConfigListener {
    /**
     * There is a newer snapshot; those between it and the last one may be left out.
     *
     * @param diff against the last one that this listener was given; against nothing at first
     */
    void onChange(Snapshot snapshot, Diff diff);

    /** What was published cannot be used, or not be kept; the last good snapshot stays in use. */
    default void onProblem(String problem) {}
}

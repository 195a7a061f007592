package labs.kit.sim;

import java.util.Optional;

/**
 * Storage that survives a crash, as far as it was synced: writes since the last {@link #sync} are
 * lost, all of them or a later part. Values are immutable.
 */
public interface Disk {
    void write(String key, Object value);

    /** What was written last, synced or not. */
    Optional<Object> read(String key);

    /** After it returned, what was written before survives a crash. */
    void sync();
}

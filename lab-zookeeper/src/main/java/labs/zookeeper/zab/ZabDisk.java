package labs.zookeeper.zab;

import java.io.Serializable;
import java.util.Optional;

/**
 * Storage that survives a crash, as far as it was synced: of the writes since the last {@link
 * #sync}, a first part may be there and the rest is lost.
 */
public interface ZabDisk {
    void write(String key, Serializable value);

    /** What was written last, synced or not. */
    Optional<Object> read(String key);

    /** After it returned, what was written before survives a crash. */
    void sync();
}

package labs.memory.ring;

import java.io.IOException;

/** No server that may have the key answers. Nobody knows whether the command was carried out. */
public final class ServerDownException extends IOException {
    private static final long serialVersionUID = 1;

    ServerDownException(String key, RingServer owner, IOException cause) {
        super(
                "the key '%s' belongs to %s, which does not answer: %s; go to the database"
                        .formatted(key, owner, cause.getMessage()),
                cause);
    }
}

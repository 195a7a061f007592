package labs.zookeeper.zab.net;

import java.io.IOException;

/** A peer or a client sent what no implementation of the protocol sends. */
final class BadFrameException extends IOException {
    private static final long serialVersionUID = 1L;

    BadFrameException(String message) {
        super(message);
    }
}

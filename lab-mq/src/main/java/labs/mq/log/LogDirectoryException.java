package labs.mq.log;

import java.io.IOException;

/** A directory that this broker cannot use; the message says why, and what to do. */
public final class LogDirectoryException extends IOException {
    private static final long serialVersionUID = 1;

    LogDirectoryException(String message) {
        super(message);
    }
}

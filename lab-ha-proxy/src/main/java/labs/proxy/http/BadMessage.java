package labs.proxy.http;

import java.io.Serial;

/** A message that must not be passed on: what comes behind it on its connection is not known. */
public final class BadMessage extends Exception {
    @Serial private static final long serialVersionUID = 1;

    BadMessage(String message) {
        // A flood of bad requests is when stack traces, that nobody reads, cost most.
        super(message, null, false, false);
    }
}

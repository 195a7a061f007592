package labs.compute.mapreduce;

import java.io.IOException;

/** A job that cannot be done; nothing of its output is there. The message says why. */
public final class JobFailedException extends IOException {
    private static final long serialVersionUID = 1;

    JobFailedException(String message) {
        super(message);
    }
}

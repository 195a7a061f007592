package labs.mq.log;

import java.io.IOException;

/** A batch is larger than the log takes. Nothing was appended. */
public final class BatchTooLargeException extends IOException {
    private static final long serialVersionUID = 1;

    BatchTooLargeException(int bytes, int limit) {
        super("a batch of " + bytes + " bytes; at most " + limit + " are allowed (maxBatchBytes)");
    }
}

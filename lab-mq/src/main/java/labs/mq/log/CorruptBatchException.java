package labs.mq.log;

import java.io.IOException;

/** Bytes that are no batch, or not the batch that was written. */
public final class CorruptBatchException extends IOException {
    private static final long serialVersionUID = 1;

    public CorruptBatchException(String message) {
        super(message);
    }
}

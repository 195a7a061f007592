package labs.mq.broker;

import org.apache.kafka.common.protocol.Errors;

/** An idempotent producer's batches do not follow on those before. */
final class SequenceException extends Exception {
    private static final long serialVersionUID = 1;

    private final Errors error;

    SequenceException(Errors error, String message) {
        super(message);
        this.error = error;
    }

    Errors error() {
        return error;
    }
}

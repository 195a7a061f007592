package labs.mq.transaction;

import org.apache.kafka.common.protocol.Errors;

/** A producer asks for what the state of its transactional id does not allow. */
public final class TransactionException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final Errors error;

    TransactionException(Errors error, String message) {
        super(message, null, false, false); // a part of the protocol, no accident
        this.error = error;
    }

    public Errors error() {
        return error;
    }
}

package labs.mq.group;

import org.apache.kafka.common.protocol.Errors;

/** A member asks for what the state of its group does not allow. */
public final class GroupException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final Errors error;

    GroupException(Errors error) {
        super(error.message(), null, false, false); // a part of the protocol, no accident
        this.error = error;
    }

    public Errors error() {
        return error;
    }
}

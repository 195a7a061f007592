package labs.compute.storm;

import java.io.Serial;

/** A spout or a bolt threw; its cause is what it threw. */
public final class TaskFailedException extends RuntimeException {
    @Serial private static final long serialVersionUID = 1;

    TaskFailedException(String task, Throwable cause) {
        super("task " + task + " threw " + cause, cause);
    }
}

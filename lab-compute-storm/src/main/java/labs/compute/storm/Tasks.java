package labs.compute.storm;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** What the guards of one topology's tasks know. Thread-safe. */
final class Tasks {
    private final AtomicInteger alive = new AtomicInteger();
    private final AtomicReference<TaskFailedException> failure = new AtomicReference<>();

    void opened() {
        alive.incrementAndGet();
    }

    void closed() {
        alive.decrementAndGet();
    }

    boolean allGone() {
        return alive.get() == 0;
    }

    void failed(String task, Throwable cause) {
        failure.compareAndSet(null, new TaskFailedException(task, cause));
    }

    Optional<TaskFailedException> failure() {
        return Optional.ofNullable(failure.get());
    }
}

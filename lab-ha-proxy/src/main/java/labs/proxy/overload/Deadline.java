package labs.proxy.overload;

import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * When something must have happened. It is moved with every request, and a timer cancelled and set
 * anew each time would cost more than the request: so the timer stays, and when it rings looks
 * whether the deadline has moved. Confined to its event loop.
 */
public final class Deadline {
    private static final long NEVER = Long.MAX_VALUE;

    private final EventLoop loop;
    private final Runnable passed;
    private long at = NEVER;
    private long rings = NEVER;
    private Future<?> timer;

    /** Not set yet. */
    public Deadline(EventLoop loop, Runnable passed) {
        this.loop = loop;
        this.passed = passed;
    }

    /** So long from now; what was set before does not hold any more. */
    public void set(Duration from) {
        at = System.nanoTime() + from.toNanos();
        if (timer == null || at - rings < 0) {
            ringAt(at);
        }
    }

    public void clear() {
        at = NEVER;
    }

    private void ringAt(long time) {
        if (timer != null) {
            timer.cancel(false);
        }
        rings = time;
        long left = Math.max(0, time - System.nanoTime());
        timer = loop.schedule(this::ring, left, TimeUnit.NANOSECONDS);
    }

    private void ring() {
        timer = null;
        if (at == NEVER) {
            return;
        }
        if (at - System.nanoTime() > 0) {
            ringAt(at);
        } else {
            at = NEVER;
            passed.run();
        }
    }

    /** Lets go of the timer, too. */
    public void close() {
        at = NEVER;
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
    }
}

package labs.kit;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

/** What the network does just now. Thread-safe; a change wakes whoever is held back by it. */
final class Weather {
    private final Set<Direction> holes = EnumSet.noneOf(Direction.class); // guarded by this
    private Duration delay = Duration.ZERO; // guarded by this
    private int bytesPerSecond; // guarded by this; 0 means no limit
    private int repliesToLose; // guarded by this
    private long changes; // guarded by this

    synchronized void delay(Duration by) {
        delay = by;
        changed();
    }

    synchronized void throttle(int limit) {
        bytesPerSecond = limit;
        changed();
    }

    synchronized void blackHole(Direction direction) {
        holes.add(direction);
        changed();
    }

    synchronized void loseReplies(int count) {
        repliesToLose = count;
        changed();
    }

    synchronized void clear() {
        holes.clear();
        delay = Duration.ZERO;
        bytesPerSecond = 0;
        repliesToLose = 0;
        changed();
    }

    /** True, once for each reply that is to be lost. */
    synchronized boolean losesThisReply() {
        if (repliesToLose == 0) {
            return false;
        }
        repliesToLose--;
        return true;
    }

    /** Blocks as long as these bytes are to be held back; a change of the weather ends a delay. */
    synchronized void holdBack(Direction direction, int bytes) throws InterruptedException {
        waitOutTheDelay(bytes);
        while (holes.contains(direction)) {
            wait();
        }
    }

    private void waitOutTheDelay(int bytes) throws InterruptedException {
        long seen = changes;
        long until = System.nanoTime() + delay.toNanos() + transmissionNanos(bytes);
        for (long left = until - System.nanoTime();
                left > 0 && seen == changes;
                left = until - System.nanoTime()) {
            wait(left / 1_000_000, (int) (left % 1_000_000));
        }
    }

    private long transmissionNanos(int bytes) {
        return bytesPerSecond == 0 ? 0 : bytes * 1_000_000_000L / bytesPerSecond;
    }

    private void changed() {
        changes++;
        notifyAll();
    }
}

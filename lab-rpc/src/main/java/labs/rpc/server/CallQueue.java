package labs.rpc.server;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The queue between event loops and workers. It wakes as few workers as it can: to wake a thread
 * costs more than a small call, so while one worker is awake a new call waits for that one, which
 * is done soon. Unless it is not: one of the idle workers watches, and when the first call in the
 * queue has waited for a whole {@link #TICK}, it takes it, and wakes the next to watch in its
 * stead. So a slow call delays others by a few ticks at most.
 *
 * <p>For a thread pool all of whose threads were started at once. Thread-safe.
 */
final class CallQueue extends LinkedTransferQueue<Runnable> {
    private static final long serialVersionUID = 1L;
    private static final long TICK = TimeUnit.MILLISECONDS.toNanos(1);
    private static final int QUIET_TICKS = 10; // without a call, after which nobody watches
    private static final int YIELDS = 2; // often the next call is just being read

    private final transient Deque<Sleeper> idle =
            new ArrayDeque<>(); // guarded by itself; the latest first, who watches last
    private volatile int awake; // written under the lock on idle
    private volatile boolean watched; // written under the lock on idle

    private static final class Sleeper {
        final Thread thread = Thread.currentThread();
        boolean watches; // guarded by idle, and read by itself
        volatile boolean woken;

        Sleeper(boolean watches) {
            this.watches = watches;
        }
    }

    CallQueue(int workers) {
        this.awake = workers;
    }

    @Override
    public boolean offer(Runnable call) {
        super.offer(call);
        if (awake == 0) {
            wakeOne(0);
        }
        return true;
    }

    @Override
    public Runnable take() throws InterruptedException {
        Runnable call = poll();
        for (int i = 0; call == null && i < YIELDS; i++) {
            Thread.yield();
            call = poll();
        }
        while (call == null) {
            sleep();
            call = poll();
        }
        return call;
    }

    private void sleep() throws InterruptedException {
        Sleeper me = lieDown();
        if (isEmpty()) { // asked after lieDown: whoever adds a call from now on sees that we sleep
            if (me.watches) {
                watch(me);
            }
            while (!me.woken && !Thread.currentThread().isInterrupted()) {
                LockSupport.park(this);
            }
        }
        getUp(me);
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        if (!watched) {
            wakeOne(Integer.MAX_VALUE);
        }
    }

    /** Returns when it was woken, when the first call is stuck, or when all is quiet. */
    private void watch(Sleeper me) {
        Runnable first = null;
        for (int quiet = 0; quiet < QUIET_TICKS && !me.woken; quiet++) {
            LockSupport.parkNanos(this, TICK);
            Runnable before = first;
            first = peek();
            if (Thread.currentThread().isInterrupted() || (first != null && first == before)) {
                getUp(me);
                return;
            }
            quiet = awake == 0 ? quiet : 0;
        }
        synchronized (idle) {
            if (me.watches) {
                me.watches = false;
                watched = false;
            }
        }
    }

    private Sleeper lieDown() {
        synchronized (idle) {
            Sleeper me = new Sleeper(!watched);
            if (me.watches) {
                watched = true;
                idle.addLast(me);
            } else {
                idle.addFirst(me);
            }
            awake--;
            return me;
        }
    }

    private void getUp(Sleeper me) {
        synchronized (idle) {
            if (idle.remove(me)) {
                rise(me);
            }
        }
    }

    private void rise(Sleeper sleeper) { // under the lock on idle
        awake++;
        sleeper.woken = true;
        if (sleeper.watches) {
            sleeper.watches = false;
            watched = false;
        }
    }

    /** Wakes the worker that fell asleep last, unless more than so many are awake. */
    private void wakeOne(int most) {
        Sleeper sleeper;
        synchronized (idle) {
            sleeper = awake > most ? null : idle.poll();
            if (sleeper != null) {
                rise(sleeper);
            }
        }
        if (sleeper != null) {
            LockSupport.unpark(sleeper.thread);
        }
    }
}

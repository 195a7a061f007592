package labs.zookeeper.tree;

import labs.zookeeper.Listeners;

/**
 * Runs a task on a thread of its own whenever it was asked to since it last began: a thousand
 * requests during one run make one more run, so that a storm of changes cannot pile up. A run that
 * fails is told to the thread's handler of uncaught exceptions, the same failure once, and is
 * followed by another one after a pause.
 */
final class Refresher implements AutoCloseable {
    private static final long PAUSE_MS = 1_000;

    /** What is to be done again. */
    interface Task {
        void run() throws InterruptedException;
    }

    private final Task task;
    private final Thread thread;
    private boolean requested; // guarded by this
    private boolean closed; // guarded by this
    private long pauseMs; // guarded by this; 0 for as long as it takes until there is a request
    private String lastFailure = ""; // its thread alone

    Refresher(String name, Task task) {
        this.task = task;
        this.thread = new Thread(this::work, name);
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** Asks for one more run, which begins after this moment. */
    synchronized void request() {
        requested = true;
        notifyAll();
    }

    private void work() {
        try {
            while (isRequested()) {
                runOnce();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closed while it ran
        }
    }

    private void runOnce() throws InterruptedException {
        try {
            task.run();
            lastFailure = "";
        } catch (RuntimeException e) {
            if (!lastFailure.equals(e.toString())) {
                lastFailure = e.toString();
                Listeners.report(e);
            }
            requestAfterAPause();
        }
    }

    private synchronized void requestAfterAPause() {
        pauseMs = PAUSE_MS;
    }

    private synchronized boolean isRequested() throws InterruptedException {
        if (pauseMs > 0 && !requested && !closed) {
            wait(pauseMs);
            requested = true;
        }
        pauseMs = 0;
        while (!requested && !closed) {
            wait();
        }
        requested = false;
        return !closed;
    }

    /** Ends its thread, which it interrupts; does not wait for it. */
    @Override
    public synchronized void close() {
        closed = true;
        notifyAll();
        thread.interrupt();
    }
}

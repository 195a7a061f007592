package labs.zookeeper.tree;

/**
 * Runs a task on a thread of its own whenever it was asked to since it last began: a thousand
 * requests during one run make one more run, so that a storm of changes cannot pile up.
 */
final class Refresher implements AutoCloseable {
    /** What is to be done again. */
    interface Task {
        void run() throws InterruptedException;
    }

    private final Task task;
    private final Thread thread;
    private boolean requested; // guarded by this
    private boolean closed; // guarded by this

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
                task.run();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closed while it ran
        }
    }

    private synchronized boolean isRequested() throws InterruptedException {
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

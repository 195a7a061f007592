package labs.proxy.demo;

import java.util.concurrent.CountDownLatch;

/**
 * Until Ctrl-C or a plain kill. The JVM ends only when this is closed, after what the program has
 * to end before: the main thread cannot be waited for instead, since it calls {@code System.exit},
 * which never returns while the JVM is going down. Thread-safe.
 */
final class UntilStopped implements AutoCloseable {
    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);

    /**
     * From now on the JVM waits.
     *
     * @param thread the name of the thread that does
     */
    UntilStopped(String thread) {
        Runtime.getRuntime().addShutdownHook(new Thread(this::askAndWait, thread));
    }

    private void askAndWait() {
        asked.countDown();
        try {
            ended.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Returns when the program is to stop. */
    void await() throws InterruptedException {
        asked.await();
    }

    /** Everything is ended: the JVM may go. */
    @Override
    public void close() {
        ended.countDown();
    }
}

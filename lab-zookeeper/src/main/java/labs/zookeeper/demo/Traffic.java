package labs.zookeeper.demo;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import labs.zookeeper.p2p.PeerNode;
import labs.zookeeper.p2p.RemoteFailureException;
import labs.zookeeper.p2p.UnreachableException;

/** Sends one message after the other, and says when they begin to take another way. */
final class Traffic implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final PeerNode from;
    private final String target;
    private final DemoScreen screen;
    private final Thread thread;
    private String way = ""; // guarded by this
    private long answered; // guarded by this
    private long last = System.nanoTime(); // guarded by this
    private long longestGap; // guarded by this

    Traffic(PeerNode from, String target, DemoScreen screen) {
        this.from = from;
        this.target = target;
        this.screen = screen;
        this.thread = new Thread(this::send, "traffic");
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    private void send() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                byte[] answer = from.send(target, new byte[0], PATIENCE).payload();
                count(new String(answer, StandardCharsets.UTF_8));
                Thread.sleep(5);
            }
        } catch (UnreachableException | RemoteFailureException e) {
            screen.event("no more messages: %s", e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closed
        }
    }

    private synchronized void count(String came) {
        long now = System.nanoTime();
        longestGap = Math.max(longestGap, now - last);
        last = now;
        answered++;
        if (!came.equals(way)) {
            screen.event("messages go %s", came.replace(" ", " -> "));
            way = came;
        }
    }

    synchronized String way() {
        return way;
    }

    synchronized long answered() {
        return answered;
    }

    synchronized void forgetGaps() {
        longestGap = 0;
    }

    synchronized double longestGapMs() {
        return longestGap / 1e6;
    }

    long repeated() {
        return from.repetitions();
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

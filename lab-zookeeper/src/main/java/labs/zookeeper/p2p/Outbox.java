package labs.zookeeper.p2p;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Messages of this node that have no answer yet. Each is sent again and again under the same id,
 * since a network may lose it, or its answer, and nobody on the way would tell. Thread-safe.
 */
final class Outbox {
    private static final int MOST = 1_000;
    private static final long FIRST_PAUSE_MS = 250;
    private static final long LONGEST_PAUSE_MS = 1_000;

    private final String self;
    private final String incarnation;
    private final Consumer<Packet> router;
    private final Function<String, String> reasons;
    private final AtomicLong numbers = new AtomicLong();
    private final Map<String, CompletableFuture<Packet>> waiting = new ConcurrentHashMap<>();
    private final Semaphore places = new Semaphore(MOST);
    private final AtomicLong repetitions = new AtomicLong();

    /**
     * @param incarnation part of the ids: after a restart they must not be those of before
     * @param router sends a packet on its way
     * @param reasons why a target may not answer, in words
     */
    Outbox(
            String self,
            String incarnation,
            Consumer<Packet> router,
            Function<String, String> reasons) {
        this.self = self;
        this.incarnation = incarnation;
        this.router = router;
        this.reasons = reasons;
    }

    /** How many packets were sent once more. */
    long repetitions() {
        return repetitions.get();
    }

    /**
     * Sends, and waits for the answer.
     *
     * @throws UnreachableException when none came within the timeout
     * @throws RemoteFailureException when the application there threw
     * @throws IllegalStateException when a thousand messages wait already
     */
    Answer send(String target, byte[] payload, Duration timeout)
            throws UnreachableException, RemoteFailureException, InterruptedException {
        if (payload.length > Packet.LONGEST_PAYLOAD) {
            throw new IllegalArgumentException(
                    payload.length + " bytes; at most " + Packet.LONGEST_PAYLOAD + " are allowed");
        }
        if (!places.tryAcquire()) {
            throw new IllegalStateException(MOST + " messages wait for their answers already");
        }
        String id = self + "." + incarnation + "." + numbers.incrementAndGet();
        var answer = new CompletableFuture<Packet>();
        waiting.put(id, answer);
        try {
            return open(await(Packet.message(id, self, target, payload), answer, timeout));
        } finally {
            waiting.remove(id);
            places.release();
        }
    }

    private Packet await(Packet message, CompletableFuture<Packet> answer, Duration timeout)
            throws UnreachableException, InterruptedException {
        // BEGIN SOLUTION
        long deadline = System.nanoTime() + timeout.toNanos();
        long pause = FIRST_PAUSE_MS;
        for (int attempt = 1; ; attempt++) {
            router.accept(message);
            long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            try {
                return answer.get(Math.max(0, Math.min(pause, left)), TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                if (left <= pause) {
                    throw unreachable(message, attempt, timeout);
                }
            } catch (ExecutionException e) {
                throw new IllegalStateException("answers do not fail", e);
            }
            repetitions.incrementAndGet();
            pause = Math.min(LONGEST_PAUSE_MS, 2 * pause);
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO zookeeper-4: see README, part 4");
    }

    private UnreachableException unreachable(Packet message, int attempts, Duration timeout) {
        return new UnreachableException(
                String.format(
                        "no answer from %s within %d ms, after %d attempts: %s",
                        message.target(),
                        timeout.toMillis(),
                        attempts,
                        reasons.apply(message.target())));
    }

    private static Answer open(Packet answer) throws RemoteFailureException {
        if (answer.kind() == Packet.Kind.FAILURE) {
            throw new RemoteFailureException(
                    answer.origin()
                            + " failed: "
                            + new String(answer.payload(), StandardCharsets.UTF_8));
        }
        return new Answer(answer.origin(), answer.payload());
    }

    /** An answer has come back. Late ones, and those that come twice, are left alone. */
    void answered(Packet answer) {
        CompletableFuture<Packet> sender = waiting.get(answer.id());
        if (sender != null) {
            sender.complete(answer);
        }
    }
}

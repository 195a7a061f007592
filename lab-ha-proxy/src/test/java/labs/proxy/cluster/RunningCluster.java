package labs.proxy.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** A cluster with resources and a client that writes all the time, for tests that tell stories. */
final class RunningCluster implements AutoCloseable {
    /** An outage takes about 10 s on a quiet machine; on a busy one more, but not without end. */
    private static final Duration LONGEST_OUTAGE = Duration.ofSeconds(60);

    private final ClusterOfNodes cluster;
    private final SetUp setUp;
    private ClientMachine client;

    private RunningCluster(ClusterOfNodes cluster, SetUp setUp) {
        this.cluster = cluster;
        this.setUp = setUp;
    }

    static RunningCluster start(SetUp setUp, String resources) {
        Consumer<String> progress = line -> System.err.println(setUp + ": " + line);
        ClusterOfNodes cluster = ClusterOfNodes.start(setUp, progress);
        try {
            var running = new RunningCluster(cluster, setUp);
            cluster.configure(resources);
            cluster.service().awaitAll();
            running.client = cluster.client(1, 50, write -> {});
            cluster.await("the client writes", () -> running.acknowledged() > 10);
            return running;
        } catch (RuntimeException | Error e) {
            cluster.close();
            throw e;
        }
    }

    ClusterOfNodes cluster() {
        return cluster;
    }

    /** All that the client has seen. */
    WriteLog log() {
        return client.log();
    }

    /**
     * Waits for a row that the client begins after this call, and returns its number. What it tells
     * comes through a pipe, and may be late; the clock is the same on both ends.
     */
    long nextRow() {
        return nextRow(write -> true);
    }

    /** The same for a row that was acknowledged: then the client does well. */
    long nextAcknowledgedRow() {
        return nextRow(Write::isAcknowledged);
    }

    private long nextRow(Predicate<Write> wanted) {
        long now = System.nanoTime();
        cluster.await("the client writes", () -> firstSince(now, wanted).isPresent());
        return firstSince(now, wanted).orElseThrow().number();
    }

    private Optional<Write> firstSince(long nanos, Predicate<Write> wanted) {
        return client.log().writes().stream()
                .filter(write -> write.beganNanos() - nanos > 0)
                .filter(wanted)
                .findFirst();
    }

    private long acknowledged() {
        return client.log().count(Write.Outcome.ACKNOWLEDGED);
    }

    /**
     * Waits until the client has had a failure and then rows again.
     *
     * @param since the first row that belongs to the story
     * @return what the client saw
     */
    WriteLog awaitOutage(String story, long since) {
        cluster.await(
                "the client's rows are written again after: " + story,
                () -> client.log().from(since).hasRecovered());
        WriteLog log = client.log().from(since);
        System.err.printf(
                "%s: %s: no row was written for %.1f s; %d refused, %d unknown%n",
                setUp,
                story,
                log.longestGap().toMillis() / 1e3,
                log.count(Write.Outcome.REFUSED),
                log.count(Write.Outcome.UNKNOWN));
        assertThat(log.longestGap()).as("the outage").isLessThan(LONGEST_OUTAGE);
        return log;
    }

    /** The node that clients reach. */
    Node home() {
        return cluster.service().home();
    }

    /** The rows in the database that clients reach. */
    Set<Long> rows() {
        return Service.rows(home());
    }

    @Override
    public void close() {
        if (client != null) {
            client.close();
        }
        cluster.close();
    }
}

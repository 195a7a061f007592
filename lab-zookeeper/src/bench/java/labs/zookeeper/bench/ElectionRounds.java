package labs.zookeeper.bench;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import labs.kit.bench.Artifact;
import labs.kit.bench.Bench;
import labs.kit.bench.Series;
import labs.zookeeper.election.Election;
import labs.zookeeper.election.LatchElection;
import labs.zookeeper.election.LeaderElection;
import org.apache.curator.framework.recipes.leader.LeaderLatch;

/**
 * How long nobody leads after the leader's process was killed: most of it is the session timeout,
 * the same on both sides. The two sessions of one process die at the same moment, but may have
 * pinged at different ones: a round alone says little.
 */
final class ElectionRounds {
    private static final int ROUNDS = 12;
    private static final Duration SESSION = Duration.ofSeconds(1);
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final String LATCH =
            "LeaderLatch of Curator " + Artifact.version(LeaderLatch.class);
    private final Random random = new Random(1);
    private final String servers;

    ElectionRounds(String servers) {
        this.servers = servers;
    }

    Series run() throws Exception {
        var series =
                new Series(
                        "election",
                        "the leader is killed; the next one leads after (session timeout 1 s)",
                        "ms",
                        false);
        for (int round = -1; round < ROUNDS; round++) {
            round(round, series);
        }
        series.ratio(ZooKeeperBench.OURS, LATCH, 1);
        return series;
    }

    private void round(int round, Series series) throws Exception {
        List<String> paths =
                List.of("/bench-election-ours-" + round, "/bench-election-latch-" + round);
        try (var session = BenchClients.session(servers, SESSION);
                var curator = BenchClients.curator(servers, SESSION);
                var leader = leader(paths);
                Election ours = new LeaderElection(session, paths.get(0), "second");
                Election latch = new LatchElection(curator, paths.get(1), "second")) {
            leader.hear("leads");
            ours.start();
            latch.start();
            if (ours.awaitLeadership(SESSION) || latch.awaitLeadership(SESSION)) {
                throw new IllegalStateException("two leaders at a time");
            }
            // The sessions ping every third of a second: where in between they die is to vary.
            LockSupport.parkNanos(random.nextInt(400_000_000));
            long start = System.nanoTime();
            leader.kill();
            CompletableFuture<Double> oursAfter = after(start, ours);
            CompletableFuture<Double> latchAfter = after(start, latch);
            add(round, series, ZooKeeperBench.OURS, oursAfter.get());
            add(round, series, LATCH, latchAfter.get());
        }
    }

    private Child leader(List<String> paths) throws Exception {
        return new Child(
                LeaderMain.class,
                List.of("-Xmx64m", "-XX:TieredStopAtLevel=1"),
                List.of(servers, "" + SESSION.toMillis(), paths.get(0), paths.get(1)));
    }

    private static CompletableFuture<Double> after(long start, Election election) {
        var after = new CompletableFuture<Double>();
        var thread =
                new Thread(
                        () -> {
                            try {
                                if (!election.awaitLeadership(LONG)) {
                                    throw new IllegalStateException("nobody leads");
                                }
                                after.complete((System.nanoTime() - start) / 1e6);
                            } catch (InterruptedException | RuntimeException e) {
                                after.completeExceptionally(e);
                            }
                        },
                        "waits-for-leadership");
        thread.start();
        return after;
    }

    private static void add(int round, Series series, String system, double millis) {
        System.out.printf("%-9s election, %s: %.0f ms%n", Bench.label(round), system, millis);
        if (round >= 0) {
            series.add(system, millis);
        }
    }
}

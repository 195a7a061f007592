package labs.zookeeper.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import labs.cluster.zookeeper.EnsembleNode;
import labs.cluster.zookeeper.Role;
import labs.kit.LabTest;
import labs.kit.Seed;
import labs.kit.evidence.Diagram;
import labs.kit.evidence.Diagrams;
import labs.kit.history.Operation;
import labs.kit.linear.Linearizability;
import labs.kit.linear.Model;
import labs.kit.linear.Models;
import labs.kit.linear.Verdict;
import labs.zookeeper.config.ConfigPublisher;
import labs.zookeeper.curator.Curators;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@LabTest
@Timeout(300)
class FaultsTest {
    private static final Duration TIME =
            Duration.ofSeconds(Integer.getInteger("lab.faults.seconds", 12));
    private static final int CLIENTS = 8;
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @Test
    void shouldKeepEveryPromiseOnABadDay(@Seed long seed) throws Exception {
        System.out.printf("%d s of faults, seed %d%n", TIME.toSeconds(), seed);
        var random = new Random(seed);
        try (var wires = new Wires(3)) {
            Worker.prepare(wires.ensemble().connectString());
            var notes = Worker.Notes.fresh();
            Trouble trouble = live(wires, notes, random);

            judge("counter", Models.counter(), notes.counter().operations(), seed, trouble);
            judge("register", Models.register(0), notes.register().operations(), seed, trouble);
            judge("lock", Models.lock(), notes.holds().calls(), seed, trouble);
            notes.holds().requireNothingLostInTheStore();
            try (var client =
                    Curators.connect(wires.ensemble().connectString(), Duration.ofSeconds(20))) {
                notes.configs()
                        .requireNothingLostNorTorn(
                                new ConfigPublisher(client, "/config", Configs.SCHEMA, 10_000));
            }
            System.out.printf("%s%n%s%n", notes.holds(), notes.configs());
            assertThat(wires.bytesBetweenServers())
                    .as("bytes between servers that went through the proxies")
                    .isPositive();
        }
    }

    /** Proves that the proxies between the servers cut something. */
    @Test
    void shouldLeadNoMoreWhenCutOffFromTheFollowers() {
        try (var wires = new Wires(3)) {
            EnsembleNode old = wires.ensemble().leader();
            wires.cutOff(old);

            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(
                            () ->
                                    assertThat(old.role())
                                            .as("of the leader that reaches no follower")
                                            .isNotEqualTo(Role.LEADER));
            wires.heal();
            wires.ensemble().awaitServing();
        }
    }

    /** Works and makes trouble for the time of the test; returns when all is healed and done. */
    private static Trouble live(Wires wires, Worker.Notes notes, Random random) throws Exception {
        var workers = new ArrayList<Worker>();
        ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
        try {
            for (int i = 0; i < CLIENTS; i++) {
                workers.add(
                        new Worker(
                                wires.connectString(random), notes, new Random(random.nextLong())));
            }
            long end = System.nanoTime() + TIME.plusSeconds(1).toNanos();
            List<Future<?>> working = new ArrayList<>();
            for (Worker worker : workers) {
                working.add(
                        threads.submit(
                                () -> {
                                    worker.workUntil(end);
                                    return null;
                                }));
            }
            var trouble =
                    new Trouble(wires, random, () -> workers.get(random.nextInt(CLIENTS)).handle());
            trouble.make(TIME);
            for (Future<?> each : working) {
                each.get();
            }
            return trouble;
        } finally {
            threads.shutdownNow();
            workers.forEach(Worker::close);
        }
    }

    private static <S, I, O> void judge(
            String what,
            Model<S, I, O> model,
            List<Operation<I, O>> operations,
            long seed,
            Trouble trouble) {
        long unknown = operations.stream().filter(Operation::isUnknown).count();
        System.out.printf(
                "%s: %d calls, %d of them without an answer%n", what, operations.size(), unknown);
        Verdict<I, O> verdict = new Linearizability<>(model, LIMIT).judge(operations);
        if (verdict instanceof Verdict.Violation<I, O> violation) {
            Diagram diagram = Diagrams.of(violation).fact("seed " + seed);
            trouble.draw(diagram);
            Path file = Path.of("target", "evidence", "faults-" + what + "-" + seed + ".html");
            throw new AssertionError(
                    what
                            + ": no order explains the answers; drawn in "
                            + Diagrams.write(diagram, file));
        }
        assertThat(verdict.isLinearizable()).as("%s, judged: %s", what, verdict).isTrue();
    }
}

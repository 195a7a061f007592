package labs.zookeeper.zab.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import labs.kit.LabTest;
import labs.kit.Seed;
import labs.kit.evidence.Diagram;
import labs.kit.evidence.Diagrams;
import labs.kit.history.Operation;
import labs.kit.linear.Linearizability;
import labs.kit.linear.Models;
import labs.kit.linear.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The same class as in the simulation, in three processes, while they are killed and cut off from
 * each other and eight clients write.
 */
@LabTest
@Timeout(300)
class ZabOverSocketsTest {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final int PROGRESS = 60; // answers

    private record Band(long from, long to, String what) {}

    @TempDir Path folder;
    private final List<Band> faults = new ArrayList<>();
    private ZabProcesses cluster;
    private Clients clients;

    @Test
    void shouldCountRightWhileLeadersAreKilledAndCutOff(@Seed long seed) throws Exception {
        System.out.println("ZAB over sockets, seed " + seed);
        try (var processes = new ZabProcesses(3, folder)) {
            cluster = processes;
            clients = new Clients(8, processes, seed);
            awaitProgress("nothing was broken yet");
            killThePrimary();
            killThePrimary();
            cutOffThePrimary();
            during("connections reset", cluster::resetConnections);
            killThePrimary();
            during("power failure", this::powerFails);
            List<Operation<Long, Long>> seen = clients.stop();

            long end = requireAllAdded();
            requireTheSameEverywhere(end);
            requireLinearizable(seen, seed);
            System.out.printf(
                    "%d calls, %d of them without an answer; the counter is %,d%n",
                    seen.size(), seen.stream().filter(Operation::isUnknown).count(), end);
        }
    }

    private void during(String what, Runnable fault) {
        long start = System.nanoTime();
        fault.run();
        awaitProgress(what);
        faults.add(new Band(start, System.nanoTime(), what));
    }

    private void killThePrimary() {
        int primary = awaitPrimaryAmong(cluster.all());
        during("node " + primary + " killed", () -> cluster.kill(primary));
        during("node " + primary + " restarted", () -> cluster.restart(primary));
    }

    private void cutOffThePrimary() {
        int primary = awaitPrimaryAmong(cluster.all());
        during(
                "node " + primary + " cut off",
                () -> {
                    cluster.cutOff(Set.of(primary));
                    awaitPrimaryAmong(cluster.allBut(primary));
                });
        during("healed", cluster::heal);
    }

    private void powerFails() {
        cluster.all().forEach(cluster::kill);
        cluster.all().forEach(cluster::restart);
    }

    private int awaitPrimaryAmong(List<Integer> candidates) {
        return await("one of " + candidates + " becomes the primary")
                .atMost(LONG)
                .until(() -> cluster.primaryAmong(candidates), Optional::isPresent)
                .orElseThrow();
    }

    private void awaitProgress(String after) {
        int before = clients.answered();
        await().alias(PROGRESS + " answers to clients, after this: " + after)
                .atMost(LONG)
                .until(() -> clients.answered() >= before + PROGRESS);
    }

    private long requireAllAdded() {
        try (var last = new CounterClient(cluster.clients(), LONG)) {
            long end = last.add(0);
            assertThat(end)
                    .as("the sum, with every add that was acknowledged, and nothing besides")
                    .isBetween(clients.added(), clients.added() + clients.perhaps());
            return end;
        }
    }

    private void requireTheSameEverywhere(long end) {
        for (int id : cluster.all()) {
            await().atMost(LONG)
                    .untilAsserted(
                            () ->
                                    assertThat(cluster.peek(id))
                                            .as("delivered on node %s", id)
                                            .hasValueSatisfying(
                                                    local ->
                                                            assertThat(local.value())
                                                                    .isEqualTo(end)));
        }
        assertThat(cluster.all().stream().map(id -> cluster.peek(id).orElseThrow().delivered()))
                .as("how many transactions each node was delivered")
                .containsOnly(cluster.peek(0).orElseThrow().delivered());
    }

    private void requireLinearizable(List<Operation<Long, Long>> seen, long seed) {
        var judge = new Linearizability<>(Models.counter(), LONG);
        Verdict<Long, Long> verdict = judge.judge(seen);
        if (verdict instanceof Verdict.Violation<Long, Long> violation) {
            Diagram drawing = Diagrams.of(violation).fact("seed " + seed);
            faults.forEach(fault -> drawing.band(-1, fault.from(), fault.to(), fault.what()));
            Path file = Path.of("target", "evidence", "zab-over-sockets-" + seed + ".html");
            throw new AssertionError(
                    "the clients saw what no single counter answers; drawn in "
                            + Diagrams.write(drawing, file));
        }
        assertThat(verdict.isLinearizable()).as("%s", verdict).isTrue();
    }
}

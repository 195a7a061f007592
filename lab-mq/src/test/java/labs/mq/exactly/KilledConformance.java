package labs.mq.exactly;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import labs.mq.cluster.Topics;
import org.junit.jupiter.api.Test;

/**
 * The proof by counting: a process that is killed with -9 at random points, and one that was
 * stopped and is not missed. {@code -Dlab.kills=100} kills a hundred times.
 */
abstract class KilledConformance extends TransferFixture {
    private static final int KILLS = Integer.getInteger("lab.kills", 5);
    private static final int RECORDS_A_LIFE = 200;

    KilledConformance(String bootstrapServers, Topics topics) {
        super(bootstrapServers, topics);
    }

    @Test
    void shouldWriteEachResultOnceHoweverOftenItIsKilled(Random random) throws Exception {
        int records = 0;
        for (int kill = 0; kill < KILLS; kill++) {
            topics.fill(input, records, records += RECORDS_A_LIFE);
            try (var child = start("exactly-once", 0)) {
                boolean duringStart = kill % 4 == 3; // the others while it works
                child.says(duringStart ? "READY" : "WORKING");
                // Not a wait for anything: the moment of the kill is what is random here.
                int millis = random.nextInt(duringStart ? 1_200 : 450);
                new CountDownLatch(1).await(millis, TimeUnit.MILLISECONDS);
                child.kill();
            }
        }
        finish(records);

        List<String> results = results();
        int twice = results.size() - new HashSet<>(results).size();
        var lost = new HashSet<>(Topics.numbers(0, records));
        results.forEach(lost::remove);
        System.out.printf(
                "%d kills, %d records: %d twice, %d lost; %d results of aborted transactions lie"
                        + " in the log unseen%n",
                KILLS, records, twice, lost.size(), topics.written(output).size() - results.size());
        assertThat(twice).as("results that are there twice").isZero();
        assertThat(lost).as("records without a result").isEmpty();
    }

    /** The next life, in this process, until all is moved. */
    private void finish(int records) {
        try (var next = ExactlyOnce.open(settings(0), record -> List.of(record.value()))) {
            long deadline = System.nanoTime() + LONG.plusSeconds(KILLS).toNanos();
            while (!isThrough(records)) {
                assertThat(System.nanoTime()).as("all moved in time").isLessThan(deadline);
                next.step();
            }
        }
    }

    /** Killed with twelve results of an open transaction in the log. */
    @Test
    void shouldAbortWhatItsLastLifeLeftOpen() throws Exception {
        topics.fill(input, 0, 60);
        try (var child = start("exactly-once", 33)) {
            child.says("AT");
            child.kill();
        }
        finish(60);

        assertThat(results())
                .as("the next life needs the same transactional id to end what the last began")
                .containsExactlyInAnyOrderElementsOf(Topics.numbers(0, 60));
    }

    /** As a garbage collector or a hypervisor does it: it has not died, and does not know. */
    @Test
    void shouldFenceAZombieThatWakesInTheMiddleOfItsTransaction() throws Exception {
        topics.fill(input, 0, 60);
        try (var zombie = start("exactly-once", 13)) {
            zombie.says("AT");
            zombie.signal("STOP");
            finish(60);
            zombie.signal("CONT");
            zombie.tell("go on");
            assertThat(zombie.says("FENCED")).contains(application + "-0");
            assertThat(zombie.ended()).isEqualTo(TransferMain.FENCED);
        }
        assertThat(results())
                .as("what the zombie sent is no result")
                .containsExactlyInAnyOrderElementsOf(Topics.numbers(0, 60));
    }
}

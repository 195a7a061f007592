package labs.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Events;

@Timeout(120)
final class LabExtensionTest {

    @Test
    void shouldInjectOneSeedAndARandomMadeOfIt() {
        testsOf(TakesSeeds.class).assertStatistics(stats -> stats.succeeded(1).failed(0));
    }

    @Test
    void shouldPrintTheSeedOfAFailedTestAndReplayIt() {
        String before = System.setProperty(Seeds.PROPERTY, "4711");
        try {
            String printed = printedBy(() -> testsOf(FailsWithASeed.class));
            assertThat(printed)
                    .contains("FailsWithASeed.shouldFail failed with seed 4711.")
                    .contains("-Dtest=FailsWithASeed#shouldFail -Dlab.seed=4711");
        } finally {
            restore(before);
        }
    }

    @Test
    void shouldPrintNothingForATestWithoutASeed() {
        assertThat(printedBy(() -> testsOf(FailsWithoutASeed.class))).isEmpty();
    }

    @Test
    void shouldFailAClassThatLeaksAThreadAndNameTheThread() {
        Leaks.end = new CountDownLatch(1);
        try {
            EngineExecutionResults results = run(Leaks.class);
            results.testEvents().assertStatistics(stats -> stats.succeeded(1));
            assertThat(results.containerEvents().failed().list())
                    .singleElement()
                    .asString()
                    .contains("started and never stopped")
                    .contains("forgotten-worker-1")
                    .doesNotContain("daemon-worker");
        } finally {
            Leaks.end.countDown();
        }
    }

    private static Events testsOf(Class<?> type) {
        return run(type).testEvents();
    }

    private static EngineExecutionResults run(Class<?> type) {
        return EngineTestKit.engine("junit-jupiter").selectors(selectClass(type)).execute();
    }

    private static String printedBy(Runnable work) {
        PrintStream err = System.err;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setErr(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            work.run();
        } finally {
            System.setErr(err);
        }
        return printed.toString(StandardCharsets.UTF_8);
    }

    private static void restore(String seed) {
        if (seed == null) {
            System.clearProperty(Seeds.PROPERTY);
        } else {
            System.setProperty(Seeds.PROPERTY, seed);
        }
    }

    // The classes below are run by the tests above. Their names keep the build from picking them.

    @LabTest
    static final class TakesSeeds {
        @Test
        void shouldGetBoth(@Seed long seed, Random random) {
            assertThat(random.nextLong()).isEqualTo(new Random(seed).nextLong());
        }
    }

    @LabTest
    static final class FailsWithASeed {
        @Test
        void shouldFail(Random random) {
            throw new AssertionError("on purpose, " + random);
        }
    }

    @LabTest
    static final class FailsWithoutASeed {
        @Test
        void shouldFail() {
            throw new AssertionError("on purpose");
        }
    }

    @LabTest
    static final class Leaks {
        static CountDownLatch end;

        @Test
        void shouldLeaveAThread() {
            new Thread(Leaks::work, "forgotten-worker-1").start();
            Thread daemon = new Thread(Leaks::work, "daemon-worker");
            daemon.setDaemon(true);
            daemon.start();
        }

        private static void work() {
            try {
                end.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}

package labs.memory.pattern;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Twenty callers find that a hot key is gone. */
final class StampedeTest extends PatternTest {
    private static final int CALLERS = 20;

    private final AtomicInteger arrived = new AtomicInteger();
    private final CountDownLatch all = new CountDownLatch(1);

    @BeforeEach
    void fill() {
        table.store("hot", "v");
    }

    @Test
    void shouldAskTheDatabaseForEachCallerWithoutSingleFlight() throws Exception {
        var aside = new CacheAside(new MissTogether(), table, 60);
        beginCounting();
        List<Future<Optional<String>>> answers = callTogether(aside::get);
        await().until(() -> arrived.get() == CALLERS);
        all.countDown();
        assertThatAllGotIt(answers);
        assertThat(selects()).isEqualTo(CALLERS);
    }

    /**
     * All look the key up before one of them fills it: the cache with a barrier behind its miss.
     */
    private final class MissTogether implements Cache {
        @Override
        public Optional<Versioned> gets(String key) {
            Optional<Versioned> found = cache.gets(key);
            arrived.incrementAndGet();
            awaitAll();
            return found;
        }

        @Override
        public void set(String key, String value, int seconds) {
            cache.set(key, value, seconds);
        }

        @Override
        public boolean add(String key, String value, int seconds) {
            return cache.add(key, value, seconds);
        }

        @Override
        public boolean cas(String key, String value, int seconds, long cas) {
            return cache.cas(key, value, seconds, cas);
        }

        @Override
        public boolean delete(String key) {
            return cache.delete(key);
        }
    }

    @Test
    void shouldAskTheDatabaseOnceForAllCallersInASingleFlight() throws Exception {
        var source = new HeldSource(table);
        HeldSource.Gate gate = source.holdNextLoad();
        var flight = new SingleFlight(new CacheAside(cache, source, 60)::get);
        beginCounting();
        List<Future<Optional<String>>> answers = callTogether(flight);
        gate.awaitReached(answers.get(0));
        awaitWaitingFor(CALLERS);
        gate.release();
        assertThatAllGotIt(answers);
        assertThat(selects()).isOne();
        assertThat(flight.flights()).isZero();
    }

    @Test
    void shouldAnswerAFailureToAllAndTryAgainForTheNext() throws Exception {
        var gate = new CountDownLatch(1);
        var failures = new AtomicInteger();
        var flight =
                new SingleFlight(
                        key -> {
                            if (failures.getAndIncrement() > 0) {
                                return table.load(key).map(Row::value);
                            }
                            awaitLatch(gate);
                            throw new IllegalStateException("the database is away");
                        });
        List<Future<Optional<String>>> answers = callTogether(flight);
        awaitWaitingFor(CALLERS);
        gate.countDown();
        for (Future<Optional<String>> answer : answers) {
            assertThatExceptionOfType(ExecutionException.class)
                    .isThrownBy(answer::get)
                    .withCauseInstanceOf(IllegalStateException.class);
        }
        assertThat(flight.apply("hot")).contains("v");
    }

    @Test
    void shouldNotLetCallersOfOtherKeysWait() throws Exception {
        var source = new HeldSource(table);
        HeldSource.Gate gate = source.holdNextLoad();
        var flight = new SingleFlight(new CacheAside(cache, source, 60)::get);
        Future<Optional<String>> held = inThread(() -> flight.apply("hot"));
        gate.awaitReached(held);
        assertThat(flight.apply("other")).isEmpty();
        gate.release();
        assertThat(held.get()).contains("v");
    }

    @Test
    void shouldRefreshBeforeTheExpiryAndTheEarlierTheLuckierTheReader() {
        double[] luck = {0};
        Source slow = new SlowSource();
        var early = new EarlyRefresh(cache, slow, 60, 1, millis::get, () -> luck[0]);
        beginCounting();
        early.get("hot"); // takes 1,000 ms
        millis.addAndGet(57_000);
        early.get("hot");
        assertThat(selects()).as("three seconds before, without luck").isOne();
        luck[0] = 0.99; // 4.6 times the time of a load
        assertThat(early.get("hot")).contains("v");
        assertThat(selects()).as("three seconds before, with luck").isEqualTo(2);
        early.get("hot");
        assertThat(selects()).as("it is new again").isEqualTo(2);
        luck[0] = 0;
        millis.addAndGet(60_000);
        early.get("hot");
        assertThat(selects()).as("expired, luck or not").isEqualTo(3);
    }

    @Test
    void shouldAnswerNothingForWhatTheDatabaseDoesNotHave() {
        var early = new EarlyRefresh(cache, table, 60, 1, millis::get, () -> 0);
        assertThat(early.get("none")).isEmpty();
        assertThat(early.get("hot")).contains("v");
    }

    /** The real table; each load takes a second of the test's clock. */
    private final class SlowSource implements Source {
        @Override
        public Optional<Row> load(String key) {
            passSeconds(1);
            return table.load(key);
        }

        @Override
        public long store(String key, String value) {
            return table.store(key, value);
        }

        @Override
        public void storeAll(Map<String, String> values) {
            table.storeAll(values);
        }
    }

    private List<Future<Optional<String>>> callTogether(Function<String, Optional<String>> get) {
        List<Future<Optional<String>>> answers = new ArrayList<>();
        for (int i = 0; i < CALLERS; i++) {
            answers.add(inThread(() -> get.apply("hot")));
        }
        return answers;
    }

    private static void assertThatAllGotIt(List<Future<Optional<String>>> answers)
            throws Exception {
        for (Future<Optional<String>> answer : answers) {
            assertThat(answer.get()).contains("v");
        }
    }

    private void awaitAll() {
        awaitLatch(all);
    }

    private static void awaitLatch(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted at a latch", e);
        }
    }

    /** They wait within the flight: the one that loads at its gate, the others for its answer. */
    private static void awaitWaitingFor(int callers) {
        await().until(() -> waitingCallers() >= callers);
    }

    private static long waitingCallers() {
        return Thread.getAllStackTraces().entrySet().stream()
                .filter(entry -> entry.getKey().getName().equals("caller"))
                .filter(entry -> entry.getKey().getState() == Thread.State.WAITING)
                .filter(
                        entry ->
                                Arrays.stream(entry.getValue())
                                        .anyMatch(f -> f.getClassName().contains("SingleFlight")))
                .count();
    }
}

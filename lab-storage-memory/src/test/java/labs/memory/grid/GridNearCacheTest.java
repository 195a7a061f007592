package labs.memory.grid;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.stream.IntStream;
import labs.kit.LabTest;
import labs.kit.Seed;
import labs.kit.sim.TraceEvent;
import labs.kit.sim.Weather;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Values near the client: fast, and old for a moment, but not for ever. */
@LabTest
@Timeout(60)
class GridNearCacheTest {
    private static final TableVersion REIGN = new TableVersion(1, 1);
    private final NearCache cache = new NearCache();

    private static SimulatedGrid grid(long seed, Weather weather) {
        return new SimulatedGrid(seed, 3, GridConfig.standard(), weather, true);
    }

    private static Stamp stamp(long sequence) {
        return new Stamp(REIGN, sequence);
    }

    private static long requests(SimulatedGrid grid) {
        return grid.world().trace().stream()
                .filter(TraceEvent.Message.class::isInstance)
                .filter(event -> ((TraceEvent.Message) event).text().startsWith("Request["))
                .count();
    }

    @Test
    void shouldAskNobodyForWhatIsNear(@Seed long seed) {
        var grid = grid(seed, Weather.fair());
        grid.put(0, "key", "value");
        assertThat(IntStream.range(0, 20).anyMatch(i -> readsNear(grid)))
                .as("one of 20 reads in a row needs no request; news may end a few of them")
                .isTrue();
    }

    private static boolean readsNear(SimulatedGrid grid) {
        long before = requests(grid);
        assertThat(grid.get(1, "key")).contains("value");
        return requests(grid) == before;
    }

    @Test
    void shouldReadWhatItWroteItself(@Seed long seed) {
        var grid = grid(seed, Weather.fair());
        for (int i = 0; i < 20; i++) {
            grid.put(0, "key", "value " + i);
            assertThat(grid.get(0, "key")).contains("value " + i);
        }
    }

    @Test
    void shouldHearOfAChangeThoughMessagesAreLost(@Seed long seed) {
        var grid = grid(seed, Weather.stormy());
        for (int i = 0; i < 20; i++) {
            String value = "value " + i;
            grid.get(1, "key");
            grid.put(0, "key", value);
            grid.await(
                    "client 1 reads " + value,
                    () -> {
                        var read = grid.client(1).call(new Operation.Get("key"));
                        return read.isDone() && read.join().equals(Optional.of(value));
                    });
        }
    }

    @Test
    void shouldHearOfAChangeAfterTheOwnerDied(@Seed long seed) {
        var grid = grid(seed, Weather.fair());
        grid.put(0, "key", "one");
        grid.get(1, "key");
        grid.world().crash(grid.ownerOf("key"));
        grid.put(0, "key", "two");
        grid.world().run(Duration.ofSeconds(3));
        assertThat(grid.get(1, "key")).contains("two");
    }

    @Test
    void shouldNotKeepAnAnswerThatNewsOvertook() {
        cache.invalidate(0, stamp(8), "key");
        cache.put(0, "key", Optional.of("old"), stamp(7));
        assertThat(cache.get("key")).as("the write with stamp 8 changed it").isEmpty();
    }

    @Test
    void shouldForgetThePartitionWhenNewsAreMissing() {
        cache.invalidate(0, stamp(7), "other");
        cache.put(0, "key", Optional.of("old"), stamp(7));
        cache.put(1, "elsewhere", Optional.of("kept"), stamp(7));
        cache.invalidate(0, stamp(9), "other");
        assertThat(cache.get("key")).as("nobody knows what the write with stamp 8 was").isEmpty();
        assertThat(cache.get("elsewhere")).isPresent();
    }

    @Test
    void shouldForgetThePartitionWhenTheOwnerWroteMore() {
        cache.invalidate(0, stamp(7), "other");
        cache.put(0, "key", Optional.of("old"), stamp(7));
        cache.compare(0, stamp(7));
        assertThat(cache.get("key")).isPresent();
        cache.compare(0, stamp(8));
        assertThat(cache.get("key")).isEmpty();
    }

    @Test
    void shouldKnowThatThereIsNothing() {
        cache.put(0, "key", Optional.empty(), stamp(7));
        assertThat(cache.get("key")).contains(Optional.empty());
    }
}

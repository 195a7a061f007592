package labs.memory.pattern;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Optional;
import java.util.concurrent.Future;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class CacheAsideTest extends PatternTest {
    private static final int SECONDS = 60;

    private HeldSource source;
    private CacheAside aside;
    private LeasedCacheAside leased;

    @BeforeEach
    void fill() {
        source = new HeldSource(table);
        aside = new CacheAside(cache, source, SECONDS);
        leased = new LeasedCacheAside(cache, source, SECONDS);
        table.store("p", "old");
    }

    @Test
    void shouldAskTheDatabaseOnceForManyReads() {
        beginCounting();
        for (int i = 0; i < 100; i++) {
            assertThat(aside.get("p")).contains("old");
        }
        assertThat(selects()).isOne();
        passSeconds(SECONDS + 1);
        assertThat(aside.get("p")).contains("old");
        assertThat(selects()).as("once more when it has expired").isEqualTo(2);
    }

    @Test
    void shouldReadWhatWasWritten() {
        aside.get("p");
        aside.put("p", "new");
        assertThat(aside.get("p")).contains("new");
        assertThat(aside.get("none")).isEmpty();
    }

    /** The wrong order: another reader fills the cache between the delete and the write. */
    @Test
    void shouldServeTheOldValueWhenTheDeleteComesBeforeTheWrite() {
        cache.delete("p");
        aside.get("p"); // another one, meanwhile
        table.store("p", "new");
        assertThat(aside.get("p")).as("stale until it expires").contains("old");
    }

    @Test
    void shouldServeTheOldValueWhenAWriteFallsIntoARead() throws Exception {
        assertThat(readAfterARace(aside::get, aside::put)).as("stale").contains("old");
        passSeconds(SECONDS + 1);
        assertThat(aside.get("p")).as("until it expires").contains("new");
    }

    @Test
    void shouldServeTheNewValueWithLeasesWhenAWriteFallsIntoARead() throws Exception {
        assertThat(readAfterARace(leased::get, leased::put)).contains("new");
    }

    @Test
    void shouldNotFillWithTheLeaseOfAnotherReader() throws Exception {
        HeldSource.Gate gate = source.holdNextLoad();
        Future<Optional<String>> early = inThread(() -> leased.get("p"));
        gate.awaitReached(early); // it has read the old row
        leased.put("p", "new"); // and its lease is gone
        HeldSource.Gate second = source.holdNextLoad();
        Future<Optional<String>> late = inThread(() -> leased.get("p"));
        second.awaitReached(late); // another one has a lease now
        gate.release();
        early.get();
        second.release();
        assertThat(late.get()).contains("new");
        assertThat(leased.get("p")).contains("new");
    }

    /** What a reader gets after the old row was read, then a write, then the old row cached. */
    private Optional<String> readAfterARace(
            Function<String, Optional<String>> get, BiConsumer<String, String> put)
            throws Exception {
        HeldSource.Gate gate = source.holdNextLoad();
        Future<Optional<String>> reader = inThread(() -> get.apply("p"));
        gate.awaitReached(reader);
        put.accept("p", "new");
        gate.release();
        assertThat(reader.get()).as("it began before the write").contains("old");
        return get.apply("p");
    }

    @Test
    void shouldCountAsFewQueriesWithLeases() {
        beginCounting();
        for (int i = 0; i < 100; i++) {
            assertThat(leased.get("p")).contains("old");
        }
        assertThat(selects()).isOne();
    }

    @Test
    void shouldServeFromTheDatabaseWhileAnotherHoldsTheLease() throws Exception {
        HeldSource.Gate gate = source.holdNextLoad();
        Future<Optional<String>> holder = inThread(() -> leased.get("p"));
        gate.awaitReached(holder);
        assertThat(leased.get("p")).as("never the lease itself").contains("old");
        gate.release();
        assertThat(holder.get()).contains("old");
        beginCounting();
        assertThat(leased.get("p")).contains("old");
        assertThat(selects()).as("the holder has filled the cache").isZero();
    }

    @Test
    void shouldRefuseAValueThatLooksLikeALease() {
        assertThatIllegalArgumentException().isThrownBy(() -> leased.put("p", "\0lease:x"));
        assertThat(leased.get("p")).contains("old");
    }
}

package labs.memory.pattern;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class WriteThroughTest extends PatternTest {
    private HeldSource source;
    private WriteThrough through;

    @BeforeEach
    void make() {
        source = new HeldSource(table);
        through = new WriteThrough(cache, source, 60);
    }

    @Test
    void shouldReadWithoutTheDatabaseWhatWasJustWritten() {
        through.put("p", "a value with blanks");
        beginCounting();
        assertThat(through.get("p")).contains("a value with blanks");
        assertThat(selects()).isZero();
    }

    @Test
    void shouldReadTheDatabaseOnceForWhatOthersWrote() {
        table.store("p", "v");
        beginCounting();
        assertThat(through.get("p")).contains("v");
        assertThat(through.get("p")).contains("v");
        assertThat(selects()).isOne();
        assertThat(through.get("none")).isEmpty();
    }

    /** The wrong way: whoever comes last to the cache wins, whoever came last to the database. */
    @Test
    void shouldServeTheOlderValueWhenItIsSetWithoutItsVersion() {
        table.store("p", "first"); // by a writer that is slow now
        table.store("p", "second");
        cache.set("p", "second", 60);
        cache.set("p", "first", 60); // the slow one goes on
        assertThat(cache.get("p")).as("stale: the database has second").contains("first");
    }

    @Test
    void shouldKeepTheNewerValueWhenTheOlderWriterComesLater() throws Exception {
        HeldSource.Gate gate = source.holdNextStore();
        Future<?> slow = inThread(() -> put("first"));
        gate.awaitReached(slow); // the database has it, the cache has not
        through.put("p", "second");
        gate.release();
        slow.get();
        assertThat(through.get("p")).contains("second");
    }

    @Test
    void shouldKeepTheNewerValueWhenAnOlderReadComesLater() throws Exception {
        table.store("p", "first");
        HeldSource.Gate gate = source.holdNextLoad();
        Future<Optional<String>> slow = inThread(() -> through.get("p"));
        gate.awaitReached(slow);
        through.put("p", "second");
        gate.release();
        slow.get();
        assertThat(through.get("p")).contains("second");
    }

    @Test
    void shouldNotGoRoundForEverWhenAValueDoesNotFitTheCache() {
        var tiny = new WriteThrough(new RefusingCache(cache), source, 60);
        tiny.put("p", "v");
        assertThat(tiny.get("p")).contains("v");
        through.put("p", "older");
        tiny.put("p", "newer");
        assertThat(through.get("p")).as("the older row must not stay").contains("newer");
    }

    private Void put(String value) {
        through.put("p", value);
        return null;
    }

    /** A cache without room: it stores nothing. */
    private record RefusingCache(Cache cache) implements Cache {
        @Override
        public Optional<Versioned> gets(String key) {
            return cache.gets(key);
        }

        @Override
        public void set(String key, String value, int seconds) {}

        @Override
        public boolean add(String key, String value, int seconds) {
            return false;
        }

        @Override
        public boolean cas(String key, String value, int seconds, long cas) {
            return false;
        }

        @Override
        public boolean delete(String key) {
            return cache.delete(key);
        }
    }
}

package labs.memory.pattern;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

final class WriteBehindTest extends PatternTest {
    @Test
    void shouldStoreManyWritesOfAKeyAsOne() throws Exception {
        long before = table.rowsWritten();
        var behind = new WriteBehind(table, 100);
        for (int i = 0; i < 1_000; i++) {
            behind.put("counter:" + i % 10, "value " + i);
        }
        assertThat(behind.flush()).isEqualTo(10);
        assertThat(table.rowsWritten() - before)
                .as("rows written for 1,000 writes of ten keys")
                .isBetween(10L, 20L);
        assertThat(table.load("counter:9")).map(Row::value).contains("value 999");
        assertThat(table.load("counter:9")).map(Row::version).contains(1L);
    }

    @Test
    void shouldReadWhatIsNotStoredYet() throws Exception {
        var held = new HeldSource(table);
        var behind = new WriteBehind(held, 100);
        table.store("p", "old");
        assertThat(behind.get("p")).contains("old");
        behind.put("p", "new");
        assertThat(behind.get("p")).contains("new");
        assertThat(table.load("p")).map(Row::value).contains("old");
        behind.flush();
        assertThat(table.load("p")).map(Row::value).contains("new");
    }

    @Test
    void shouldStoreWhatWaitsWhenItIsClosed() throws Exception {
        try (var behind = new WriteBehind(table, 100)) {
            behind.put("p", "v");
        }
        assertThat(table.load("p")).map(Row::value).contains("v");
    }

    @Test
    void shouldKeepWhatCouldNotBeStoredAndNotGoBackBehindANewerWrite() throws Exception {
        var failing = new FailingSource(table);
        var behind = new WriteBehind(failing, 100);
        behind.put("a", "1");
        behind.put("b", "1");
        failing.meanwhile = () -> behind.put("a", "2");
        assertThatExceptionOfType(IllegalStateException.class).isThrownBy(behind::flush);
        assertThat(behind.waiting()).isEqualTo(2);
        failing.meanwhile = null;
        assertThat(behind.flush()).isEqualTo(2);
        assertThat(table.load("a")).map(Row::value).contains("2");
        assertThat(table.load("b")).map(Row::value).contains("1");
    }

    @Test
    void shouldReadWhatIsBeingStored() throws Exception {
        var failing = new FailingSource(table);
        var behind = new WriteBehind(failing, 100);
        behind.put("a", "1");
        failing.meanwhile =
                () -> {
                    assertThat(behind.get("a")).as("read during the flush").contains("1");
                    assertThat(behind.waiting()).as("a kill now would lose it").isOne();
                };
        assertThatExceptionOfType(IllegalStateException.class).isThrownBy(behind::flush);
    }

    @Test
    void shouldLetAWriterWaitWhenTooManyKeysDo() throws Exception {
        var behind = new WriteBehind(table, 2);
        behind.put("a", "1");
        behind.put("b", "1");
        behind.put("a", "2"); // no further key
        Future<Void> third =
                inThread(
                        () -> {
                            Thread.currentThread().setName("third-writer");
                            behind.put("c", "1");
                            return null;
                        });
        await().until(() -> isWaiting("third-writer"));
        assertThat(behind.waiting()).isEqualTo(2);
        behind.flush();
        third.get();
        assertThat(behind.get("c")).contains("1");
    }

    private static boolean isWaiting(String name) {
        return Thread.getAllStackTraces().keySet().stream()
                .anyMatch(t -> t.getName().equals(name) && t.getState() == Thread.State.WAITING);
    }

    /** The real table, which fails to store as long as something happens meanwhile. */
    private static final class FailingSource implements Source {
        private interface Event {
            void happen() throws InterruptedException;
        }

        private final Source table;
        private Event meanwhile; // of the test's thread

        FailingSource(Source table) {
            this.table = table;
        }

        @Override
        public Optional<Row> load(String key) {
            return table.load(key);
        }

        @Override
        public long store(String key, String value) {
            return table.store(key, value);
        }

        @Override
        public void storeAll(Map<String, String> values) {
            if (meanwhile == null) {
                table.storeAll(values);
                return;
            }
            try {
                meanwhile.happen();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            throw new IllegalStateException("the database is away");
        }
    }
}

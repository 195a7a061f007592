package labs.memory.pattern;

import java.sql.SQLException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import labs.kit.LabTest;
import labs.memory.cache.CacheClock;
import labs.memory.cache.SlabCache;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

/** A real table, a cache whose clock the test turns, and threads. */
@LabTest
@WithMariaDb
@Timeout(120)
abstract class PatternTest {
    final AtomicLong millis = new AtomicLong(1_000_000_000_000L);
    final SlabCacheClient cache =
            new SlabCacheClient(
                    new SlabCache(16 << 20, new CacheClock(() -> millis.get() / 1_000)));
    final ExecutorService threads = Executors.newCachedThreadPool(r -> new Thread(r, "caller"));
    ProductTable table;
    private long selectsBefore;

    @BeforeEach
    void takeTable(ProductTable empty) {
        table = empty;
    }

    @AfterEach
    void closeTable() throws SQLException {
        threads.shutdownNow();
        table.close();
    }

    /** Counts from here on. */
    final void beginCounting() {
        selectsBefore = table.selects();
    }

    /** SELECTs since then, as the server counts them. */
    final long selects() {
        return table.selects() - selectsBefore;
    }

    final void passSeconds(int seconds) {
        millis.addAndGet(seconds * 1_000L);
    }

    final <T> Future<T> inThread(Callable<T> work) {
        return threads.submit(work);
    }
}

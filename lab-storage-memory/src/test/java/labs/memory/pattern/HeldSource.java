package labs.memory.pattern;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * The real table, with the next answer held back until the test lets it go: so an interleaving of
 * two threads is the same each time.
 */
final class HeldSource implements Source {
    private final Source table;
    private volatile Gate loads = Gate.open();
    private volatile Gate stores = Gate.open();

    HeldSource(Source table) {
        this.table = table;
    }

    /** Who comes first waits between the database's answer and what it does with that. */
    static final class Gate {
        private final CountDownLatch reached = new CountDownLatch(1);
        private final CountDownLatch released = new CountDownLatch(1);
        private boolean taken; // guarded by this

        static Gate open() {
            Gate gate = new Gate();
            gate.taken = true;
            return gate;
        }

        private synchronized boolean take() {
            boolean first = !taken;
            taken = true;
            return first;
        }

        private void pass() {
            if (!take()) {
                return;
            }
            reached.countDown();
            await(released);
        }

        /**
         * Waits until somebody waits here.
         *
         * @param caller who should come; if it ends before, this fails with what it threw
         */
        void awaitReached(Future<?> caller) throws InterruptedException, ExecutionException {
            while (!reached.await(10, TimeUnit.MILLISECONDS)) {
                if (caller.isDone() && reached.getCount() > 0) {
                    throw new AssertionError(
                            "it ended without asking the database; it gave " + caller.get());
                }
            }
        }

        void release() {
            released.countDown();
        }

        private static void await(CountDownLatch latch) {
            try {
                latch.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted at a gate", e);
            }
        }
    }

    Gate holdNextLoad() {
        loads = new Gate();
        return loads;
    }

    Gate holdNextStore() {
        stores = new Gate();
        return stores;
    }

    @Override
    public Optional<Row> load(String key) {
        Optional<Row> row = table.load(key);
        loads.pass();
        return row;
    }

    @Override
    public long store(String key, String value) {
        long version = table.store(key, value);
        stores.pass();
        return version;
    }

    @Override
    public void storeAll(Map<String, String> values) {
        table.storeAll(values);
        stores.pass();
    }
}

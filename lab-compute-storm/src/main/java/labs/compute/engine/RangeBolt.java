package labs.compute.engine;

import java.io.IOException;
import java.io.Serial;
import labs.compute.sort.RangeStore;
import labs.compute.table.ColumnBatch;
import labs.compute.table.PartitionedRows;
import org.apache.storm.topology.OutputFieldsDeclarer;
import org.apache.storm.tuple.Tuple;

/**
 * Keeps the rows of its ranges, unsorted, until the result is released; a page sorts the range it
 * needs. It holds the lease all that time: if it dies, the rows are made again.
 */
final class RangeBolt extends QueryBolt<RangeBolt.State> {
    @Serial private static final long serialVersionUID = 1;

    /** The rows. Filled by Storm's thread, then asked by those of the driver's calls. */
    static final class State implements AutoCloseable, PageService {
        private final Run run;
        private final RangeStore store; // guarded by this
        private final Arrivals arrivals;
        private boolean isClosed; // guarded by this

        State(Run run, RangeStore store, int producers) {
            this.run = run;
            this.store = store;
            this.arrivals = new Arrivals(producers);
        }

        private synchronized void add(PartitionedRows rows) throws IOException {
            store.add(rows);
        }

        private synchronized long[] counts() {
            return store.counts();
        }

        @Override
        public synchronized ColumnBatch rows(Run of, int range, long from, int count)
                throws IOException {
            requireCurrent(of);
            return store.rows(range, from, count);
        }

        @Override
        public synchronized ColumnBatch after(Run of, int range, ColumnBatch row, int count)
                throws IOException {
            requireCurrent(of);
            return store.after(range, row, count);
        }

        private void requireCurrent(Run of) throws StaleRunException {
            if (isClosed || !of.equals(run)) {
                throw new StaleRunException(of);
            }
        }

        @Override
        public synchronized void close() throws IOException {
            isClosed = true;
            Remotes.unexport(this);
            store.close();
        }
    }

    RangeBolt(Options options) {
        super(options);
    }

    @Override
    State begin(Run run, Work work) throws IOException {
        int first = Options.first(index(), options().rangeTasks(), options().ranges());
        int next = Options.first(index() + 1, options().rangeTasks(), options().ranges());
        WorkerStore worker = store();
        return new State(
                run,
                new RangeStore(next - first, work.plan().order(), worker.budget(), worker.spill()),
                options().joinTasks());
    }

    @Override
    void take(Tuple tuple, State state) throws IOException {
        // BEGIN SOLUTION
        if (tuple.getValueByField("rows") instanceof PartitionedRows rows) {
            state.add(rows);
            state.arrivals.chunk();
            progress().add(state.run, Stage.RANGED, rows.size());
        } else {
            state.arrivals.end(tuple.getIntegerByField("producer"), tuple.getLongByField("chunks"));
        }
        if (state.arrivals.isComplete()) {
            PageService pages = (PageService) driver().export(state);
            driver().say(service -> service.ready(state.run, index(), state.counts(), pages));
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO compute-storm-8: README, part 8");
    }

    @Override
    public void declareOutputFields(OutputFieldsDeclarer declarer) {
        // Its rows are asked for, not sent.
    }
}

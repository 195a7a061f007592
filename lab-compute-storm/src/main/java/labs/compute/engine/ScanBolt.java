package labs.compute.engine;

import java.io.IOException;
import java.io.Serial;
import java.util.HashMap;
import java.util.Map;
import labs.compute.join.JoinStrategy;
import labs.compute.query.Scan;
import labs.compute.query.Select;
import labs.compute.table.ColumnBatch;
import labs.compute.table.PackedPartitions;
import labs.compute.table.PartitionedRows;
import labs.compute.table.Partitions;
import labs.compute.table.SplitReader;
import labs.compute.table.Table;
import org.apache.storm.topology.OutputFieldsDeclarer;
import org.apache.storm.tuple.Tuple;
import org.apache.storm.tuple.Values;

/**
 * Reads splits. Every joining task gets one tuple for each split, with its share of the rows, so
 * that it knows when all have come: an empty one if there is nothing for it.
 */
final class ScanBolt extends QueryBolt<ScanBolt.State> {
    @Serial private static final long serialVersionUID = 1;

    /** The work, and who reads each table; nothing of the rows is kept. */
    record State(Run run, Work work, Map<Table, SplitReader> readers, Map<Table, ColumnBatch> used)
            implements AutoCloseable {
        SplitReader reader(Table table) {
            return readers.computeIfAbsent(
                    table, of -> new SplitReader(of.columns(), work.badLines()));
        }

        @Override
        public void close() {
            // Readers open and close the files themselves.
        }
    }

    ScanBolt(Options options) {
        super(options);
    }

    @Override
    State begin(Run run, Work work) {
        return new State(run, work, new HashMap<>(), new HashMap<>());
    }

    @Override
    void take(Tuple tuple, State state) throws IOException {
        int split = tuple.getIntegerByField("number");
        Work.Piece piece = state.work.piece(split);
        Scan scan = state.work.scan(piece);
        SplitReader reader = state.reader(scan.table());
        long before = reader.skipped();
        ColumnBatch all = reader.read(piece.split(), state.used.remove(scan.table()));
        ColumnBatch rows = scan.rows(all);
        send(tuple, state, split, rows);
        if (isPartitioned(state.work.select(piece))) {
            state.used.put(scan.table(), all); // what was sent is a copy
        }
        long skipped = reader.skipped() - before;
        progress().add(state.run, Stage.SCANNED, rows.rows());
        if (skipped > 0) {
            driver().say(service -> service.skipped(state.run, skipped));
        }
    }

    private void send(Tuple tuple, State state, int split, ColumnBatch rows) {
        int[] tasks = tasksOf(QueryTopology.JOIN);
        PartitionedRows[] shares = shares(state.work, split, rows, tasks.length);
        for (int i = 0; i < tasks.length; i++) {
            var values = new Values(state.run.query(), state.run.attempt(), split, shares[i]);
            out().emitDirect(tasks[i], Streams.SCANNED, tuple, values);
        }
    }

    private static boolean isPartitioned(Select select) {
        return select.isJoin() && select.strategy() != JoinStrategy.BROADCAST_HASH;
    }

    private PartitionedRows[] shares(Work work, int split, ColumnBatch rows, int tasks) {
        // BEGIN SOLUTION
        var shares = new PartitionedRows[tasks];
        boolean isLeft = work.piece(split).isLeft();
        Select select = work.select(work.piece(split));
        if (!isPartitioned(select)) {
            for (int task = 0; task < tasks; task++) {
                boolean isFor = !isLeft || split % tasks == task;
                shares[task] = Partitions.whole(isFor ? rows : new ColumnBatch(rows.width(), 0));
            }
            return shares;
        }
        int key = isLeft ? select.join().leftKey() : select.join().rightKey();
        int bits = options().partitionBits();
        PackedPartitions all = PackedPartitions.of(rows, key, bits);
        for (int task = 0; task < tasks; task++) {
            int first = Options.first(task, tasks, all.count());
            shares[task] = all.only(first, Options.first(task + 1, tasks, all.count()));
        }
        return shares;
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO compute-storm-8: README, part 8");
    }

    @Override
    public void declareOutputFields(OutputFieldsDeclarer declarer) {
        declarer.declareStream(Streams.SCANNED, true, Streams.SCANNED_FIELDS);
    }
}

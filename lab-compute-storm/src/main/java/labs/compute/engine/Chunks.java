package labs.compute.engine;

import labs.compute.table.PartitionedRows;
import org.apache.storm.tuple.Tuple;
import org.apache.storm.tuple.Values;

/** Sends rows from one task to another, and at the end how many tuples that were. */
final class Chunks {
    private final QueryBolt<?> from;
    private final String stream;
    private final int to;
    private final Run run;
    private long sent;

    Chunks(QueryBolt<?> from, String stream, int to, Run run) {
        this.from = from;
        this.stream = stream;
        this.to = to;
        this.run = run;
    }

    void send(Tuple anchor, PartitionedRows rows) {
        send(anchor, 0, rows);
    }

    /** The same, of one of the plan's SELECTs. */
    void send(Tuple anchor, int select, PartitionedRows rows) {
        if (rows.size() > 0) {
            emit(anchor, select, rows, 0);
            sent++;
        }
    }

    void end(Tuple anchor) {
        emit(anchor, 0, null, sent);
    }

    private void emit(Tuple anchor, int select, PartitionedRows rows, long chunks) {
        var values = new Values(run.query(), run.attempt(), from.index(), select, rows, chunks);
        from.out().emitDirect(to, stream, anchor, values);
    }
}

package labs.compute.engine;

import labs.compute.table.Partitions;
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

    void send(Tuple anchor, Partitions rows) {
        if (rows.size() > 0) {
            emit(anchor, rows, 0);
            sent++;
        }
    }

    void end(Tuple anchor) {
        emit(anchor, null, sent);
    }

    private void emit(Tuple anchor, Partitions rows, long chunks) {
        from.out()
                .emitDirect(
                        to,
                        stream,
                        anchor,
                        new Values(run.query(), run.attempt(), from.index(), rows, chunks));
    }
}

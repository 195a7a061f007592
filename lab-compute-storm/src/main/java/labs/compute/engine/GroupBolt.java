package labs.compute.engine;

import java.io.IOException;
import java.io.Serial;
import java.util.List;
import java.util.Optional;
import labs.compute.query.Aggregation;
import labs.compute.query.FinalBatches;
import labs.compute.query.Select;
import labs.compute.table.ColumnBatch;
import labs.compute.table.Partitions;
import org.apache.storm.topology.OutputFieldsDeclarer;
import org.apache.storm.tuple.Tuple;

/**
 * Merges what the joining tasks have grouped, each group in one task, and sends it to the ranges.
 */
final class GroupBolt extends QueryBolt<GroupBolt.State> {
    @Serial private static final long serialVersionUID = 1;

    private static final int CHUNK = 64 * 1024;

    /** The groups so far, of each SELECT that has some, and the rows of the others. */
    static final class State implements AutoCloseable {
        private final Run run;
        private final Work work;
        private final List<Optional<Aggregation>> groups;
        private final FinalBatches rows;
        private final Arrivals arrivals;

        State(Run run, Work work, FinalBatches rows, int producers) {
            this.run = run;
            this.work = work;
            this.groups =
                    work.plan().selects().stream()
                            .map(select -> select.grouping().map(Aggregation::new))
                            .toList();
            this.rows = rows;
            this.arrivals = new Arrivals(producers);
        }

        private void add(int select, ColumnBatch batch) throws IOException {
            if (groups.get(select).isPresent()) {
                groups.get(select).get().merge(batch);
            } else {
                rows.add(batch);
            }
        }

        @Override
        public void close() throws IOException {
            rows.close();
        }
    }

    GroupBolt(Options options) {
        super(options);
    }

    @Override
    State begin(Run run, Work work) throws IOException {
        int width = work.plan().columns().size();
        var rows = new FinalBatches(width, store().budget(), store().spill());
        return new State(run, work, rows, options().joinTasks());
    }

    @Override
    void take(Tuple tuple, State state) throws IOException {
        // BEGIN SOLUTION
        if (tuple.getValueByField("rows") instanceof Partitions rows) {
            state.add(tuple.getIntegerByField("select"), rows.toBatch());
            state.arrivals.chunk();
        } else {
            state.arrivals.end(tuple.getIntegerByField("producer"), tuple.getLongByField("chunks"));
        }
        if (state.arrivals.isComplete()) {
            finish(tuple, state);
            end();
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO compute-storm-8: README, part 8");
    }

    private void finish(Tuple tuple, State state) throws IOException {
        try (var finals = new Finals(this, tuple, state.run, state.work, false)) {
            for (int i = 0; i < state.groups.size(); i++) {
                if (state.groups.get(i).isPresent()) {
                    finish(state, i, finals);
                }
            }
            state.rows.drain(finals::add);
            finals.end();
        }
    }

    private void finish(State state, int number, Finals finals) throws IOException {
        Select select = state.work.plan().selects().get(number);
        ColumnBatch groups = ofThisTask(select, state.groups.get(number).orElseThrow());
        progress().add(state.run, Stage.GROUPED, groups.rows());
        for (int from = 0; from < groups.rows(); from += CHUNK) {
            int to = Math.min(from + CHUNK, groups.rows());
            var chunk = new ColumnBatch(groups.width(), to - from);
            chunk.append(groups, from, to);
            finals.add(select.finals(chunk));
        }
    }

    /** Without keys there is one group: every task has one, and the first task's counts. */
    private ColumnBatch ofThisTask(Select select, Aggregation aggregation) {
        ColumnBatch groups = aggregation.result();
        boolean isOther = select.groups().keys().isEmpty() && index() > 0;
        return isOther ? new ColumnBatch(groups.width(), 0) : groups;
    }

    @Override
    public void declareOutputFields(OutputFieldsDeclarer declarer) {
        declarer.declareStream(Streams.FINALS, true, Streams.CHUNK_FIELDS);
    }
}

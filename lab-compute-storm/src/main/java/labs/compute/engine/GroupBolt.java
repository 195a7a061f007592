package labs.compute.engine;

import java.io.IOException;
import java.io.Serial;
import labs.compute.query.Aggregation;
import labs.compute.query.Plan;
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

    /** The groups so far. */
    static final class State implements AutoCloseable {
        private final Run run;
        private final Work work;
        private final Aggregation groups;
        private final Arrivals arrivals;

        State(Run run, Work work, int producers) {
            this.run = run;
            this.work = work;
            this.groups = work.plan().grouping().map(Aggregation::new).orElse(null);
            this.arrivals = new Arrivals(producers);
        }

        @Override
        public void close() {
            // Groups are in memory only.
        }
    }

    GroupBolt(Options options) {
        super(options);
    }

    @Override
    State begin(Run run, Work work) {
        return new State(run, work, options().joinTasks());
    }

    @Override
    void take(Tuple tuple, State state) throws IOException {
        // BEGIN SOLUTION
        if (tuple.getValueByField("rows") instanceof Partitions rows) {
            state.groups.merge(rows.toBatch());
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
        Plan plan = state.work.plan();
        ColumnBatch groups = ofThisTask(state);
        driver().say(service -> service.progress(state.run, Stage.GROUPED, groups.rows()));
        try (var finals = new Finals(this, tuple, state.run, state.work, false)) {
            for (int from = 0; from < groups.rows(); from += CHUNK) {
                int to = Math.min(from + CHUNK, groups.rows());
                var chunk = new ColumnBatch(groups.width(), to - from);
                chunk.append(groups, from, to);
                finals.add(plan.projected(chunk));
            }
            finals.end();
        }
    }

    /** Without keys there is one group: every task has one, and the first task's counts. */
    private ColumnBatch ofThisTask(State state) {
        ColumnBatch groups = state.groups.result();
        boolean isOther =
                state.work.plan().grouping().orElseThrow().keys().isEmpty() && index() > 0;
        return isOther ? new ColumnBatch(groups.width(), 0) : groups;
    }

    @Override
    public void declareOutputFields(OutputFieldsDeclarer declarer) {
        declarer.declareStream(Streams.FINALS, true, Streams.CHUNK_FIELDS);
    }
}

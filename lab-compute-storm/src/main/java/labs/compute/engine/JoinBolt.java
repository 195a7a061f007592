package labs.compute.engine;

import java.io.IOException;
import java.io.Serial;
import labs.compute.join.Join;
import labs.compute.join.JoinStrategy;
import labs.compute.join.Joins;
import labs.compute.join.PartitionedHashJoin;
import labs.compute.query.Aggregation;
import labs.compute.query.Grouping;
import labs.compute.query.Plan;
import labs.compute.table.ColumnBatch;
import labs.compute.table.Partitions;
import org.apache.storm.topology.OutputFieldsDeclarer;
import org.apache.storm.tuple.Tuple;

/**
 * Joins its partitions when all splits of both tables have come, and sends the rows on: to the
 * ranges, or, grouped as far as one task can, to the tasks that group.
 */
final class JoinBolt extends QueryBolt<JoinBolt.State> {
    @Serial private static final long serialVersionUID = 1;

    /** The rows that have come. */
    static final class State implements AutoCloseable {
        private final Run run;
        private final Work work;
        private final Join join;
        private int arrived;

        State(Run run, Work work, Join join) {
            this.run = run;
            this.work = work;
            this.join = join;
        }

        @Override
        public void close() throws IOException {
            join.close();
        }
    }

    JoinBolt(Options options) {
        super(options);
    }

    @Override
    State begin(Run run, Work work) throws IOException {
        return new State(run, work, open(work.plan()));
    }

    private Join open(Plan plan) throws IOException {
        WorkerStore store = store();
        return plan.strategy() == JoinStrategy.PARTITIONED_HASH
                ? new PartitionedHashJoin(
                        plan.join(), options().partitionBits(), store.budget(), store.spill())
                : Joins.open(plan.strategy(), plan.join(), store.budget(), store.spill());
    }

    @Override
    void take(Tuple tuple, State state) throws IOException {
        // BEGIN SOLUTION
        int split = tuple.getIntegerByField("split");
        add(state, state.work.isLeft(split), (Partitions) tuple.getValueByField("rows"));
        state.arrived++;
        if (state.arrived == state.work.splits()) {
            finish(tuple, state);
            end();
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO compute-storm-8: README, part 8");
    }

    private static void add(State state, boolean isLeft, Partitions rows) throws IOException {
        if (state.join instanceof PartitionedHashJoin join) {
            if (isLeft) {
                join.left(rows);
            } else {
                join.right(rows);
            }
            return;
        }
        if (isLeft) {
            state.join.left(rows.toBatch());
        } else {
            state.join.right(rows.toBatch());
        }
    }

    private void finish(Tuple tuple, State state) throws IOException {
        // BEGIN SOLUTION
        Plan plan = state.work.plan();
        if (plan.grouping().isPresent()) {
            Grouping grouping = plan.grouping().get();
            var groups = new Aggregation(grouping);
            state.join.finish(rows -> groups.add(kept(state, rows)));
            sendPartials(tuple, state, grouping, groups.result());
        } else {
            try (var finals = new Finals(this, tuple, state.run, state.work, spread(plan))) {
                state.join.finish(rows -> finals.add(plan.projected(kept(state, rows))));
                finals.end();
            }
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO compute-storm-8: README, part 8");
    }

    /** Whether the first rows of the join are as good a sample as any. */
    private static boolean spread(Plan plan) {
        return plan.strategy() == JoinStrategy.PARTITIONED_HASH;
    }

    private ColumnBatch kept(State state, ColumnBatch joined) {
        keepLease();
        ColumnBatch kept = state.work.plan().kept(joined);
        driver().say(service -> service.progress(state.run, Stage.JOINED, kept.rows()));
        return kept;
    }

    private void sendPartials(Tuple tuple, State state, Grouping grouping, ColumnBatch groups) {
        int[] tasks = tasksOf(QueryTopology.GROUP);
        int bits = options().partitionBits();
        Partitions parts = Aggregation.partition(grouping, groups, bits);
        for (int task = 0; task < tasks.length; task++) {
            var chunks = new Chunks(this, Streams.PARTIALS, tasks[task], state.run);
            int first = Options.first(task, tasks.length, 1 << bits);
            int next = Options.first(task + 1, tasks.length, 1 << bits);
            chunks.send(tuple, parts.part(first, next));
            chunks.end(tuple);
        }
    }

    @Override
    public void declareOutputFields(OutputFieldsDeclarer declarer) {
        declarer.declareStream(Streams.PARTIALS, true, Streams.CHUNK_FIELDS);
        declarer.declareStream(Streams.FINALS, true, Streams.CHUNK_FIELDS);
    }
}

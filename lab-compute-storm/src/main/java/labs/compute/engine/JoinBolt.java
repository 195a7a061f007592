package labs.compute.engine;

import java.io.IOException;
import java.io.Serial;
import java.util.ArrayList;
import java.util.List;
import labs.compute.join.Join;
import labs.compute.join.JoinSpec;
import labs.compute.join.JoinStrategy;
import labs.compute.join.Joins;
import labs.compute.join.PartitionedHashJoin;
import labs.compute.query.Aggregation;
import labs.compute.query.Plan;
import labs.compute.query.Select;
import labs.compute.table.ColumnBatch;
import labs.compute.table.PartitionedRows;
import labs.compute.table.Partitions;
import org.apache.storm.topology.OutputFieldsDeclarer;
import org.apache.storm.tuple.Tuple;

/**
 * Joins its partitions when all splits of both tables have come, and sends the rows on: to the
 * ranges, or, grouped as far as one task can, to the tasks that group.
 */
final class JoinBolt extends QueryBolt<JoinBolt.State> {
    @Serial private static final long serialVersionUID = 1;

    /** The rows that have come, for each SELECT. */
    static final class State implements AutoCloseable {
        private final Run run;
        private final Work work;
        private final List<Join> joins;
        private int arrived;

        State(Run run, Work work, List<Join> joins) {
            this.run = run;
            this.work = work;
            this.joins = joins;
        }

        @Override
        public void close() throws IOException {
            for (Join join : joins) {
                join.close();
            }
        }
    }

    JoinBolt(Options options) {
        super(options);
    }

    @Override
    State begin(Run run, Work work) throws IOException {
        var joins = new ArrayList<Join>();
        for (Select select : work.plan().selects()) {
            joins.add(open(select));
        }
        return new State(run, work, joins);
    }

    private Join open(Select select) throws IOException {
        WorkerStore store = store();
        JoinSpec join = select.isJoin() ? select.trimmedJoin() : null;
        return select.strategy() == JoinStrategy.PARTITIONED_HASH
                ? new PartitionedHashJoin(
                        join, options().partitionBits(), store.budget(), store.spill())
                : Joins.open(select.strategy(), join, store.budget(), store.spill());
    }

    @Override
    void take(Tuple tuple, State state) throws IOException {
        // BEGIN SOLUTION
        Work.Piece piece = state.work.piece(tuple.getIntegerByField("split"));
        Join join = state.joins.get(piece.select());
        add(join, piece.isLeft(), (PartitionedRows) tuple.getValueByField("rows"));
        state.arrived++;
        if (state.arrived == state.work.splits()) {
            finish(tuple, state);
            end();
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO compute-storm-8: README, part 8");
    }

    private static void add(Join to, boolean isLeft, PartitionedRows rows) throws IOException {
        if (to instanceof PartitionedHashJoin join) {
            if (isLeft) {
                join.left(rows);
            } else {
                join.right(rows);
            }
            return;
        }
        if (isLeft) {
            to.left(rows.toBatch());
        } else {
            to.right(rows.toBatch());
        }
    }

    private void finish(Tuple tuple, State state) throws IOException {
        // BEGIN SOLUTION
        if (state.work.plan().isGrouped()) {
            sendPartials(tuple, state);
            return;
        }
        Plan plan = state.work.plan();
        try (var finals = new Finals(this, tuple, state.run, state.work, spread(plan))) {
            for (int i = 0; i < state.joins.size(); i++) {
                Select select = plan.selects().get(i);
                state.joins
                        .get(i)
                        .finish(rows -> finals.add(select.finals(kept(state, select, rows))));
            }
            finals.end();
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO compute-storm-8: README, part 8");
    }

    /** Whether the first rows of the join are as good a sample as any. */
    private static boolean spread(Plan plan) {
        return plan.selects().size() == 1
                && plan.selects().get(0).strategy() == JoinStrategy.PARTITIONED_HASH;
    }

    private ColumnBatch kept(State state, Select select, ColumnBatch joined) {
        keepLease();
        ColumnBatch kept = select.kept(joined);
        progress().add(state.run, Stage.JOINED, kept.rows());
        return kept;
    }

    /** To the tasks that group: partials, and, of a SELECT beside them, rows that are final. */
    private void sendPartials(Tuple tuple, State state) throws IOException {
        var chunks = new ArrayList<Chunks>();
        for (int task : tasksOf(QueryTopology.GROUP)) {
            chunks.add(new Chunks(this, Streams.PARTIALS, task, state.run));
        }
        for (int i = 0; i < state.joins.size(); i++) {
            Select select = state.work.plan().selects().get(i);
            if (select.grouping().isPresent()) {
                sendGroups(tuple, state, i, chunks);
            } else {
                int number = i;
                Chunks to = chunks.get(index() % chunks.size());
                state.joins
                        .get(i)
                        .finish(
                                rows -> {
                                    ColumnBatch finals = select.finals(kept(state, select, rows));
                                    to.send(tuple, number, Partitions.whole(finals));
                                });
            }
        }
        chunks.forEach(to -> to.end(tuple));
    }

    private void sendGroups(Tuple tuple, State state, int number, List<Chunks> chunks)
            throws IOException {
        Select select = state.work.plan().selects().get(number);
        var groups = new Aggregation(select.groups());
        state.joins.get(number).finish(rows -> groups.add(kept(state, select, rows)));
        int bits = options().partitionBits();
        Partitions parts = Aggregation.partition(select.groups(), groups.partials(), bits);
        int tasks = chunks.size();
        for (int task = 0; task < tasks; task++) {
            int first = Options.first(task, tasks, 1 << bits);
            int next = Options.first(task + 1, tasks, 1 << bits);
            chunks.get(task).send(tuple, number, parts.part(first, next));
        }
    }

    @Override
    public void declareOutputFields(OutputFieldsDeclarer declarer) {
        declarer.declareStream(Streams.PARTIALS, true, Streams.CHUNK_FIELDS);
        declarer.declareStream(Streams.FINALS, true, Streams.CHUNK_FIELDS);
    }
}

package labs.compute.skew;

import java.io.Serial;
import java.util.List;
import org.apache.storm.generated.GlobalStreamId;
import org.apache.storm.grouping.CustomStreamGrouping;
import org.apache.storm.task.WorkerTopologyContext;

/** {@link TwoChoices} for a Storm stream, by a field that is a number. */
public final class TwoChoicesGrouping implements CustomStreamGrouping {
    @Serial private static final long serialVersionUID = 1;

    private final int field;
    private transient TwoChoices choices;
    private transient List<Integer> targets;

    /**
     * @param field the index of the field
     */
    public TwoChoicesGrouping(int field) {
        this.field = field;
    }

    @Override
    public void prepare(
            WorkerTopologyContext context, GlobalStreamId stream, List<Integer> targetTasks) {
        targets = List.copyOf(targetTasks);
        choices = new TwoChoices(targets.size());
    }

    /** One of the target tasks' ids. */
    @Override
    public List<Integer> chooseTasks(int sender, List<Object> values) {
        // BEGIN SOLUTION
        long key = ((Number) values.get(field)).longValue();
        return List.of(targets.get(choices.route(key)));
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO compute-storm-4: README, part 4");
    }
}

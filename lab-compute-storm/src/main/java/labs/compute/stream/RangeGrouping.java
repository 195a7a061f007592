package labs.compute.stream;

import java.io.Serial;
import java.util.List;
import org.apache.storm.generated.GlobalStreamId;
import org.apache.storm.grouping.CustomStreamGrouping;
import org.apache.storm.task.WorkerTopologyContext;

/**
 * A grouping of our own: words by ranges of their order, so that task 0's words come before task
 * 1's, and so on. {@code bounds[i]} is the first word of task i + 1.
 */
final class RangeGrouping implements CustomStreamGrouping {
    @Serial private static final long serialVersionUID = 1;

    private final String[] bounds;
    private List<Integer> targets;

    /**
     * @param bounds ascending, one fewer than the target has tasks
     */
    RangeGrouping(String... bounds) {
        this.bounds = bounds.clone();
    }

    @Override
    public void prepare(
            WorkerTopologyContext context, GlobalStreamId stream, List<Integer> targetTasks) {
        if (targetTasks.size() != bounds.length + 1) {
            throw new IllegalArgumentException(
                    "%d bounds make %d ranges, and the target has %d tasks"
                            .formatted(bounds.length, bounds.length + 1, targetTasks.size()));
        }
        this.targets = List.copyOf(targetTasks);
    }

    /** The one task whose range the word, the first value, lies in. */
    @Override
    public List<Integer> chooseTasks(int sourceTask, List<Object> values) {
        // BEGIN SOLUTION
        String word = (String) values.get(0);
        int task = 0;
        while (task < bounds.length && word.compareTo(bounds[task]) >= 0) {
            task++;
        }
        return List.of(targets.get(task));
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO compute-storm-2: README, part 2");
    }
}

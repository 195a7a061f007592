package labs.compute.storm;

import java.io.Serial;
import java.util.Map;
import org.apache.storm.task.IBolt;
import org.apache.storm.task.OutputCollector;
import org.apache.storm.task.TopologyContext;
import org.apache.storm.tuple.Tuple;

/**
 * A bolt whose exceptions are kept, where Storm would end the process. After the first one it does
 * nothing more: its tuples are neither acked nor failed, as those of a dead worker.
 */
final class GuardedBolt implements IBolt {
    @Serial private static final long serialVersionUID = 1;

    private final String component;
    private final IBolt bolt;
    private final Shared<Tasks> tasks;
    private transient boolean broken;

    GuardedBolt(String component, IBolt bolt, Shared<Tasks> tasks) {
        this.component = component;
        this.bolt = bolt;
        this.tasks = tasks;
    }

    @Override
    public void prepare(Map<String, Object> conf, TopologyContext context, OutputCollector out) {
        tasks.get().opened();
        run(() -> bolt.prepare(conf, context, out));
    }

    @Override
    public void execute(Tuple tuple) {
        run(() -> bolt.execute(tuple));
    }

    private void run(Runnable step) {
        if (broken) {
            return;
        }
        try {
            step.run();
        } catch (RuntimeException | Error e) {
            broken = true;
            tasks.get().failed(component, e);
        }
    }

    @Override
    public void cleanup() {
        run(bolt::cleanup);
        tasks.get().closed();
    }
}

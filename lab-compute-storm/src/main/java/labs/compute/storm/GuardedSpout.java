package labs.compute.storm;

import java.io.Serial;
import java.util.Map;
import org.apache.storm.spout.ISpout;
import org.apache.storm.spout.SpoutOutputCollector;
import org.apache.storm.task.TopologyContext;

/**
 * A spout whose exceptions are kept, where Storm would end the process: see {@link GuardedBolt}.
 */
final class GuardedSpout implements ISpout {
    @Serial private static final long serialVersionUID = 1;

    private final String component;
    private final ISpout spout;
    private final Shared<Tasks> tasks;
    private transient boolean broken;

    GuardedSpout(String component, ISpout spout, Shared<Tasks> tasks) {
        this.component = component;
        this.spout = spout;
        this.tasks = tasks;
    }

    @Override
    public void open(Map<String, Object> conf, TopologyContext context, SpoutOutputCollector out) {
        tasks.get().opened();
        run(() -> spout.open(conf, context, out));
    }

    @Override
    public void activate() {
        run(spout::activate);
    }

    @Override
    public void deactivate() {
        run(spout::deactivate);
    }

    @Override
    public void nextTuple() {
        run(spout::nextTuple);
    }

    @Override
    public void ack(Object id) {
        run(() -> spout.ack(id));
    }

    @Override
    public void fail(Object id) {
        run(() -> spout.fail(id));
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
    public void close() {
        run(spout::close);
        tasks.get().closed();
    }
}

package labs.compute.window;

import java.io.Serial;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import labs.compute.storm.Shared;
import org.apache.storm.task.OutputCollector;
import org.apache.storm.task.TopologyContext;
import org.apache.storm.topology.OutputFieldsDeclarer;
import org.apache.storm.topology.base.BaseRichBolt;
import org.apache.storm.tuple.Tuple;

/** Keeps what comes, for a test to look at. */
final class CollectBolt extends BaseRichBolt {
    @Serial private static final long serialVersionUID = 1;

    private final Shared<Queue<List<Object>>> seen;
    private transient OutputCollector out;

    CollectBolt(Shared<Queue<List<Object>>> seen) {
        this.seen = seen;
    }

    @Override
    public void prepare(Map<String, Object> conf, TopologyContext context, OutputCollector out) {
        this.out = out;
    }

    @Override
    public void execute(Tuple tuple) {
        seen.get().add(List.copyOf(tuple.getValues()));
        out.ack(tuple);
    }

    @Override
    public void declareOutputFields(OutputFieldsDeclarer declarer) {}
}

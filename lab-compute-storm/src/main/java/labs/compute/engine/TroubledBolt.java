package labs.compute.engine;

import java.io.Serial;
import java.util.Map;
import org.apache.storm.task.OutputCollector;
import org.apache.storm.task.TopologyContext;
import org.apache.storm.topology.IRichBolt;
import org.apache.storm.topology.OutputFieldsDeclarer;
import org.apache.storm.tuple.Tuple;
import org.apache.storm.utils.TupleUtils;
import org.apache.storm.utils.Utils;

/** A bolt to which a {@link Trouble} happens. */
final class TroubledBolt implements IRichBolt {
    @Serial private static final long serialVersionUID = 1;

    private final byte[] fresh;
    private final Trouble trouble;
    private IRichBolt bolt;
    private int seen;
    private transient Map<String, Object> conf;
    private transient TopologyContext context;
    private transient OutputCollector out;

    TroubledBolt(IRichBolt bolt, Trouble trouble) {
        this.bolt = bolt;
        this.trouble = trouble;
        this.fresh = Utils.javaSerialize(bolt);
    }

    @Override
    public void prepare(Map<String, Object> conf, TopologyContext context, OutputCollector out) {
        this.conf = conf;
        this.context = context;
        this.out = out;
        bolt.prepare(conf, context, out);
    }

    @Override
    public void execute(Tuple tuple) {
        boolean isNow =
                !TupleUtils.isTick(tuple)
                        && context.getThisTaskIndex() == 0
                        && ++seen == trouble.tuple();
        if (!isNow) {
            bolt.execute(tuple);
        } else if (trouble.kind() == Trouble.Kind.DIE) {
            // What the old one has in hand is neither acked nor failed.
            bolt = Utils.javaDeserialize(fresh, IRichBolt.class);
            bolt.prepare(conf, context, out);
        }
    }

    @Override
    public void cleanup() {
        bolt.cleanup();
    }

    @Override
    public void declareOutputFields(OutputFieldsDeclarer declarer) {
        bolt.declareOutputFields(declarer);
    }

    @Override
    public Map<String, Object> getComponentConfiguration() {
        return bolt.getComponentConfiguration();
    }
}

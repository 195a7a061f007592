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

/** A bolt to which {@link Troubles} happen. */
final class TroubledBolt implements IRichBolt {
    @Serial private static final long serialVersionUID = 1;

    private final String name;
    private final byte[] fresh;
    private final Troubles troubles;
    private IRichBolt bolt;
    private transient Map<String, Object> conf;
    private transient TopologyContext context;
    private transient OutputCollector out;
    private transient Trouble planned;
    private transient int seen;

    TroubledBolt(String name, IRichBolt bolt, Troubles troubles) {
        this.name = name;
        this.bolt = bolt;
        this.troubles = troubles;
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
        Trouble trouble = troubles.planned();
        if (trouble != planned) {
            planned = trouble;
            seen = 0;
        }
        if (!isNow(tuple) || !troubles.happens(planned)) {
            bolt.execute(tuple);
        } else if (planned.kind() == Trouble.Kind.DIE) {
            // What the old one has in hand is neither acked nor failed.
            bolt = Utils.javaDeserialize(fresh, IRichBolt.class);
            bolt.prepare(conf, context, out);
        }
    }

    private boolean isNow(Tuple tuple) {
        if (planned == null
                || !planned.component().equals(name)
                || context.getThisTaskIndex() != 0) {
            return false;
        }
        boolean isTick = TupleUtils.isTick(tuple);
        seen += isTick ? 0 : 1;
        return isTick ? planned.tuple() == 0 : seen == planned.tuple();
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

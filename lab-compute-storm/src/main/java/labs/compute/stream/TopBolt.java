package labs.compute.stream;

import java.io.Serial;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.storm.Config;
import org.apache.storm.task.OutputCollector;
import org.apache.storm.task.TopologyContext;
import org.apache.storm.topology.OutputFieldsDeclarer;
import org.apache.storm.topology.base.BaseRichBolt;
import org.apache.storm.tuple.Fields;
import org.apache.storm.tuple.Tuple;
import org.apache.storm.tuple.Values;
import org.apache.storm.utils.TupleUtils;

/**
 * One stage of the running top n. Takes {@code word} and {@code count} from counting bolts, or the
 * {@code ranking} of earlier stages, and says its own {@code ranking}, a list of {@link Ranked}, at
 * each tick. A tick comes from Storm itself, once a second; a ranking is soft state, so nobody
 * repeats one that is lost: the next tick brings a newer one.
 */
final class TopBolt extends BaseRichBolt {
    @Serial private static final long serialVersionUID = 1;

    private static final int TICK_SECONDS = 1;

    private final int n;
    private transient TopN top;
    private transient OutputCollector out;

    TopBolt(int n) {
        this.n = n;
    }

    @Override
    public void prepare(Map<String, Object> conf, TopologyContext context, OutputCollector out) {
        this.top = new TopN(n);
        this.out = out;
    }

    /** Emits the ranking at a tick, unanchored; takes in anything else. Acks both. */
    @Override
    public void execute(Tuple tuple) {
        // BEGIN SOLUTION
        if (TupleUtils.isTick(tuple)) {
            out.emit(new Values(new ArrayList<>(top.ranking())));
        } else {
            rankingIn(tuple).forEach(top::update);
        }
        out.ack(tuple);
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO compute-storm-2: README, part 2");
    }

    /** What a tuple of data says, whichever stage it comes from. */
    @SuppressWarnings("unchecked")
    private static List<Ranked> rankingIn(Tuple tuple) {
        return tuple.contains("ranking")
                ? (List<Ranked>) tuple.getValueByField("ranking")
                : List.of(
                        new Ranked(tuple.getStringByField("word"), tuple.getLongByField("count")));
    }

    @Override
    public Map<String, Object> getComponentConfiguration() {
        return Map.of(Config.TOPOLOGY_TICK_TUPLE_FREQ_SECS, TICK_SECONDS);
    }

    @Override
    public void declareOutputFields(OutputFieldsDeclarer declarer) {
        declarer.declare(new Fields("ranking"));
    }
}

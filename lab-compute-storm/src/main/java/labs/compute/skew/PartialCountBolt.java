package labs.compute.skew;

import java.io.Serial;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
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
 * Counts the field {@code key} for a while, then emits what it has: {@code key}, {@code count},
 * each anchored to the tuples that were counted, which are acked only then.
 */
public final class PartialCountBolt extends BaseRichBolt {
    @Serial private static final long serialVersionUID = 1;

    private final int mostKeys;
    private transient PartialCounts counts;
    private transient Map<Long, List<Tuple>> counted;
    private transient OutputCollector out;

    /**
     * @param mostKeys it flushes when it holds so many keys, and each second
     */
    public PartialCountBolt(int mostKeys) {
        this.mostKeys = mostKeys;
    }

    @Override
    public void prepare(Map<String, Object> conf, TopologyContext context, OutputCollector out) {
        this.counts = new PartialCounts(mostKeys);
        this.counted = new TreeMap<>();
        this.out = out;
    }

    @Override
    public void execute(Tuple tuple) {
        // BEGIN SOLUTION
        if (TupleUtils.isTick(tuple)) {
            flush();
            out.ack(tuple);
            return;
        }
        long key = tuple.getLongByField("key");
        counted.computeIfAbsent(key, k -> new ArrayList<>()).add(tuple);
        if (counts.add(key)) {
            flush();
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO compute-storm-4: README, part 4");
    }

    // BEGIN SOLUTION
    private void flush() {
        counts.flush().forEach((key, count) -> out.emit(counted.get(key), new Values(key, count)));
        counted.values().forEach(tuples -> tuples.forEach(out::ack));
        counted.clear();
    }

    // END SOLUTION
    @Override
    public void declareOutputFields(OutputFieldsDeclarer declarer) {
        declarer.declare(new Fields("key", "count"));
    }

    @Override
    public Map<String, Object> getComponentConfiguration() {
        return Map.of(Config.TOPOLOGY_TICK_TUPLE_FREQ_SECS, 1);
    }
}

package labs.compute.stream;

import java.io.Serial;
import java.util.HashMap;
import java.util.Map;
import org.apache.storm.task.OutputCollector;
import org.apache.storm.task.TopologyContext;
import org.apache.storm.topology.OutputFieldsDeclarer;
import org.apache.storm.topology.base.BaseRichBolt;
import org.apache.storm.tuple.Fields;
import org.apache.storm.tuple.Tuple;
import org.apache.storm.tuple.Values;

/**
 * Counts the field {@code word} in memory and says each new count: {@code word}, {@code count}.
 * What it has counted dies with its worker; exercise 3 mends that.
 */
final class CountBolt extends BaseRichBolt {
    @Serial private static final long serialVersionUID = 1;

    private transient Map<String, Long> counts;
    private transient OutputCollector out;

    @Override
    public void prepare(Map<String, Object> conf, TopologyContext context, OutputCollector out) {
        this.counts = new HashMap<>();
        this.out = out;
    }

    /** Counts the word, emits its count anchored to it, and acks it. */
    @Override
    public void execute(Tuple tuple) {
        // BEGIN SOLUTION
        String word = tuple.getStringByField("word");
        long count = counts.merge(word, 1L, Long::sum);
        out.emit(tuple, new Values(word, count));
        out.ack(tuple);
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO compute-storm-2: README, part 2");
    }

    @Override
    public void declareOutputFields(OutputFieldsDeclarer declarer) {
        declarer.declare(new Fields("word", "count"));
    }
}

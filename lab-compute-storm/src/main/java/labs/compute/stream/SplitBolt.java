package labs.compute.stream;

import java.io.Serial;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import org.apache.storm.task.OutputCollector;
import org.apache.storm.task.TopologyContext;
import org.apache.storm.topology.OutputFieldsDeclarer;
import org.apache.storm.topology.base.BaseRichBolt;
import org.apache.storm.tuple.Fields;
import org.apache.storm.tuple.Tuple;
import org.apache.storm.tuple.Values;

/** Splits the field {@code line} into tuples with the field {@code word}, in lower case. */
final class SplitBolt extends BaseRichBolt {
    @Serial private static final long serialVersionUID = 1;

    private final Delivery delivery;
    private transient OutputCollector out;

    SplitBolt(Delivery delivery) {
        this.delivery = delivery;
    }

    /** The words of a line; none of an empty one. */
    static String[] words(String line) {
        return Arrays.stream(line.toLowerCase(Locale.ROOT).split("\\W+"))
                .filter(word -> !word.isEmpty())
                .toArray(String[]::new);
    }

    @Override
    public void prepare(Map<String, Object> conf, TopologyContext context, OutputCollector out) {
        this.out = out;
    }

    /**
     * Emits the words, anchored to the line unless delivery is at most once, and acks the line
     * behind them.
     */
    @Override
    public void execute(Tuple line) {
        // BEGIN SOLUTION
        for (String word : words(line.getStringByField("line"))) {
            if (delivery == Delivery.AT_LEAST_ONCE) {
                out.emit(line, new Values(word));
            } else {
                out.emit(new Values(word));
            }
        }
        out.ack(line);
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO compute-storm-2: README, part 2");
    }

    @Override
    public void declareOutputFields(OutputFieldsDeclarer declarer) {
        declarer.declare(new Fields("word"));
    }
}

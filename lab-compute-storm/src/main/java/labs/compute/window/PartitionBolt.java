package labs.compute.window;

import java.io.Serial;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.apache.storm.task.OutputCollector;
import org.apache.storm.task.TopologyContext;
import org.apache.storm.topology.OutputFieldsDeclarer;
import org.apache.storm.topology.base.BaseRichBolt;
import org.apache.storm.tuple.Fields;
import org.apache.storm.tuple.Tuple;
import org.apache.storm.tuple.Values;

/**
 * Counts the words of one batch and sends each task its part of them, directly: {@code txid} and
 * {@code counts}. Every task gets every batch, though its part may be empty: otherwise it could not
 * tell a batch without words for it from one that is lost.
 */
final class PartitionBolt extends BaseRichBolt {
    @Serial private static final long serialVersionUID = 1;

    private static final Pattern SPACES = Pattern.compile("\\s+");

    private final String target;
    private transient List<Integer> tasks;
    private transient OutputCollector out;

    PartitionBolt(String target) {
        this.target = target;
    }

    @Override
    public void prepare(Map<String, Object> conf, TopologyContext context, OutputCollector out) {
        this.tasks = context.getComponentTasks(target);
        this.out = out;
    }

    @Override
    @SuppressWarnings("unchecked")
    public void execute(Tuple batch) {
        var parts = new ArrayList<SortedMap<String, Long>>();
        tasks.forEach(task -> parts.add(new TreeMap<>()));
        for (String line : (List<String>) batch.getValueByField("lines")) {
            for (String word : SPACES.split(line)) {
                parts.get(Math.floorMod(word.hashCode(), tasks.size())).merge(word, 1L, Long::sum);
            }
        }
        long txid = batch.getLongByField("txid");
        for (int i = 0; i < tasks.size(); i++) {
            out.emitDirect(tasks.get(i), batch, new Values(txid, parts.get(i)));
        }
        out.ack(batch);
    }

    @Override
    public void declareOutputFields(OutputFieldsDeclarer declarer) {
        declarer.declare(true, new Fields("txid", "counts"));
    }
}

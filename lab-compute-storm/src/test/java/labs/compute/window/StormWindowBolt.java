package labs.compute.window;

import java.io.Serial;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.storm.task.OutputCollector;
import org.apache.storm.task.TopologyContext;
import org.apache.storm.topology.OutputFieldsDeclarer;
import org.apache.storm.topology.base.BaseWindowedBolt;
import org.apache.storm.tuple.Fields;
import org.apache.storm.tuple.Tuple;
import org.apache.storm.tuple.Values;
import org.apache.storm.windowing.TupleWindow;

/** The same counts by Storm's own windows. */
final class StormWindowBolt extends BaseWindowedBolt {
    @Serial private static final long serialVersionUID = 1;

    private transient OutputCollector out;

    StormWindowBolt(WindowAssigner assigner, int lag) {
        withWindow(duration(assigner.size()), duration(assigner.slide()));
        withLag(duration(lag));
        withWatermarkInterval(duration(100));
        withLateTupleStream(WindowBolt.LATE);
        // Storm's windows hold their end and not their start, ours the other way round.
        withTimestampExtractor(tuple -> tuple.getLongByField("time") + 1);
    }

    private static Duration duration(long millis) {
        return Duration.of((int) millis);
    }

    @Override
    public void prepare(Map<String, Object> conf, TopologyContext context, OutputCollector out) {
        this.out = out;
    }

    @Override
    public void execute(TupleWindow window) {
        Map<String, Long> counts =
                window.get().stream()
                        .collect(
                                Collectors.groupingBy(
                                        (Tuple tuple) -> tuple.getStringByField("key"),
                                        TreeMap::new,
                                        Collectors.counting()));
        counts.forEach(
                (key, count) ->
                        out.emit(
                                new Values(
                                        key,
                                        window.getStartTimestamp(),
                                        window.getEndTimestamp(),
                                        count)));
    }

    @Override
    public void declareOutputFields(OutputFieldsDeclarer declarer) {
        declarer.declare(new Fields("key", "start", "end", "count"));
    }
}

package labs.compute.window;

import java.io.Serial;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.storm.task.OutputCollector;
import org.apache.storm.task.TopologyContext;
import org.apache.storm.topology.OutputFieldsDeclarer;
import org.apache.storm.topology.base.BaseRichBolt;
import org.apache.storm.tuple.Fields;
import org.apache.storm.tuple.Tuple;
import org.apache.storm.tuple.Values;

/**
 * Counts tuples by {@code key} in windows of their {@code time}. Tuples of the stream {@link
 * #PROGRESS} say only to what {@code time} the task that sends them has come.
 *
 * <p>A tuple is acked when the last of its windows has fired: if this task dies, the spout still
 * has all that is in open windows. So the spout must be allowed to have that many pending, and the
 * timeout of messages must be longer than a window stays open.
 */
final class WindowBolt extends BaseRichBolt {
    @Serial private static final long serialVersionUID = 1;

    /** The name of the stream of times. */
    static final String PROGRESS = "progress";

    /** Where late tuples go, as they came. */
    static final String LATE = "late";

    private final WindowAssigner assigner;
    private final long lag;
    private transient EventWindows<Tuple> windows;
    private transient Watermark watermark;
    private transient OutputCollector out;

    WindowBolt(WindowAssigner assigner, long lag) {
        this.assigner = assigner;
        this.lag = lag;
    }

    @Override
    public void prepare(Map<String, Object> conf, TopologyContext context, OutputCollector out) {
        List<Integer> inputs =
                context.getThisSources().keySet().stream()
                        .flatMap(
                                stream ->
                                        context
                                                .getComponentTasks(stream.get_componentId())
                                                .stream())
                        .distinct()
                        .toList();
        this.windows = new EventWindows<>(assigner);
        this.watermark = new Watermark(inputs, lag);
        this.out = out;
    }

    /**
     * Takes a tuple into its windows, or sends it to {@link #LATE}, anchored, and acks it; then
     * moves the watermark and emits what fires.
     */
    @Override
    public void execute(Tuple tuple) {
        // BEGIN SOLUTION
        long time = tuple.getLongByField("time");
        if (tuple.getSourceStreamId().equals(PROGRESS)) {
            out.ack(tuple);
        } else if (!windows.add(tuple, time)) {
            out.emit(LATE, tuple, tuple.getValues());
            out.ack(tuple);
        }
        watermark.observe(tuple.getSourceTask(), time);
        windows.advance(watermark.current()).forEach(this::emit);
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO compute-storm-3: README, part 3");
    }

    /** Emits each key's count, anchored to all that is counted; acks what is finished. */
    private void emit(EventWindows.Fired<Tuple> fired) {
        // BEGIN SOLUTION
        Window window = fired.window();
        fired.items().stream()
                .collect(
                        Collectors.groupingBy(
                                tuple -> tuple.getStringByField("key"),
                                TreeMap::new,
                                Collectors.toList()))
                .forEach(
                        (key, tuples) ->
                                out.emit(
                                        tuples,
                                        new Values(
                                                key,
                                                window.start(),
                                                window.end(),
                                                (long) tuples.size())));
        fired.finished().forEach(out::ack);
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO compute-storm-3: README, part 3");
    }

    @Override
    public void declareOutputFields(OutputFieldsDeclarer declarer) {
        declarer.declare(new Fields("key", "start", "end", "count"));
        declarer.declareStream(LATE, new Fields("key", "time"));
    }
}

package labs.compute.stream;

import java.io.Serial;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import labs.compute.storm.Shared;
import org.apache.storm.spout.SpoutOutputCollector;
import org.apache.storm.task.TopologyContext;
import org.apache.storm.topology.OutputFieldsDeclarer;
import org.apache.storm.topology.base.BaseRichSpout;
import org.apache.storm.tuple.Fields;
import org.apache.storm.tuple.Values;

/**
 * Sends lines, and sends them again until they are acked or given up. Task i of k sends the lines
 * i, i + k, i + 2k, … The field is {@code line}.
 */
final class LineSpout extends BaseRichSpout {
    @Serial private static final long serialVersionUID = 1;

    private final List<String> lines;
    private final Delivery delivery;
    private final int maxPending;
    private final int maxAttempts;
    private final Shared<SpoutReport> report;

    private transient SpoutOutputCollector out;
    private transient Iterator<String> source;
    private transient Replays<String> replays;

    LineSpout(
            List<String> lines,
            Delivery delivery,
            int maxPending,
            int maxAttempts,
            Shared<SpoutReport> report) {
        this.lines = List.copyOf(lines);
        this.delivery = delivery;
        this.maxPending = maxPending;
        this.maxAttempts = maxAttempts;
        this.report = report;
    }

    @Override
    public void open(Map<String, Object> conf, TopologyContext context, SpoutOutputCollector out) {
        this.out = out;
        int step = context.getComponentTasks(context.getThisComponentId()).size();
        this.source =
                IntStream.iterate(context.getThisTaskIndex(), i -> i < lines.size(), i -> i + step)
                        .mapToObj(lines::get)
                        .iterator();
        this.replays = new Replays<>(maxPending, maxAttempts);
    }

    /** Sends one line or none; never waits, for acks come by the same thread. */
    @Override
    public void nextTuple() {
        // BEGIN SOLUTION
        if (delivery == Delivery.AT_MOST_ONCE) {
            sendAndForget();
        } else {
            replays.next(source).ifPresent(this::send);
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO compute-storm-2: README, part 2");
    }

    // BEGIN SOLUTION
    private void sendAndForget() {
        if (source.hasNext()) {
            out.emit(new Values(source.next()));
            report.get().noteSent(1);
        }
    }

    private void send(Message<String> message) {
        out.emit(new Values(message.value()), message.id());
        report.get().noteSent(message.attempt());
    }

    // END SOLUTION
    /** All that came of the line is done with: reports it. */
    @Override
    public void ack(Object id) {
        // BEGIN SOLUTION
        if (replays.ack((Long) id)) {
            report.get().noteAck();
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO compute-storm-2: README, part 2");
    }

    /** Something that came of the line failed, or took too long: reports it if it is given up. */
    @Override
    public void fail(Object id) {
        // BEGIN SOLUTION
        replays.fail((Long) id).ifPresent(message -> report.get().noteGivenUp(message.value()));
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO compute-storm-2: README, part 2");
    }

    @Override
    public void declareOutputFields(OutputFieldsDeclarer declarer) {
        declarer.declare(new Fields("line"));
    }
}

package labs.compute.window;

import java.io.Serial;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import labs.compute.storm.Shared;
import org.apache.storm.spout.SpoutOutputCollector;
import org.apache.storm.task.TopologyContext;
import org.apache.storm.topology.OutputFieldsDeclarer;
import org.apache.storm.topology.base.BaseRichSpout;
import org.apache.storm.tuple.Fields;
import org.apache.storm.tuple.Values;

/**
 * Sends {@code key} and {@code time} of events, a list of them for each task, and behind each its
 * time alone to all on {@link WindowBolt#PROGRESS}. It sends no farther than it is let.
 */
final class EventSpout extends BaseRichSpout {
    @Serial private static final long serialVersionUID = 1;

    private final List<List<Event>> events;
    private final Shared<AtomicInteger> limit;
    private final Shared<AtomicInteger> acked;
    private transient List<Event> mine;
    private transient Deque<Integer> again;
    private transient int next;
    private transient SpoutOutputCollector out;

    /**
     * @param limit how many events each task may send by now
     * @param acked counts the events that are done with
     */
    EventSpout(List<List<Event>> events, Shared<AtomicInteger> limit, Shared<AtomicInteger> acked) {
        this.events = List.copyOf(events);
        this.limit = limit;
        this.acked = acked;
    }

    @Override
    public void open(Map<String, Object> conf, TopologyContext context, SpoutOutputCollector out) {
        this.mine = events.get(context.getThisTaskIndex());
        this.again = new ArrayDeque<>();
        this.out = out;
    }

    @Override
    public void nextTuple() {
        if (!again.isEmpty()) {
            send(again.poll());
        } else if (next < Math.min(limit.get().get(), mine.size())) {
            send(next++);
        }
    }

    private void send(int index) {
        Event event = mine.get(index);
        out.emit(new Values(event.key(), event.time()), index);
        out.emit(WindowBolt.PROGRESS, new Values(event.time()));
    }

    @Override
    public void ack(Object index) {
        acked.get().incrementAndGet();
    }

    @Override
    public void fail(Object index) {
        again.add((Integer) index);
    }

    @Override
    public void declareOutputFields(OutputFieldsDeclarer declarer) {
        declarer.declare(new Fields("key", "time"));
        declarer.declareStream(WindowBolt.PROGRESS, new Fields("time"));
    }
}

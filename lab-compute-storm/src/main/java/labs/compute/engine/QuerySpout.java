package labs.compute.engine;

import java.io.Serial;
import java.rmi.RemoteException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import labs.compute.engine.QueryRun.Message;
import org.apache.storm.spout.SpoutOutputCollector;
import org.apache.storm.task.TopologyContext;
import org.apache.storm.topology.OutputFieldsDeclarer;
import org.apache.storm.topology.base.BaseRichSpout;
import org.apache.storm.tuple.Values;

/** Sends what {@link QueryRun} says, and tells it what became of that. One task only. */
final class QuerySpout extends BaseRichSpout implements SpoutService {
    @Serial private static final long serialVersionUID = 1;

    private final Options options;
    private transient Queue<Runnable> orders;
    private transient DriverLink driver;
    private transient SpoutOutputCollector out;
    private transient List<Integer> holders;
    private transient QueryRun run;
    private transient Work work;

    QuerySpout(Options options) {
        this.options = options;
    }

    @Override
    public void open(Map<String, Object> conf, TopologyContext context, SpoutOutputCollector out) {
        this.out = out;
        orders = new ConcurrentLinkedQueue<>();
        holders = new ArrayList<>();
        for (String component : QueryTopology.HOLDERS) {
            holders.addAll(context.getComponentTasks(component));
        }
        driver = DriverLink.of(conf, options);
        driver.say(service -> service.spoutIsUp((SpoutService) driver.export(this)));
    }

    @Override
    public void start(Run first, Work next) {
        orders.add(() -> begin(first, next));
    }

    private void begin(Run first, Work next) {
        work = next;
        run = new QueryRun(first, holders.size(), next.splits(), 2 * options.scanTasks() + 2);
    }

    @Override
    public void release(long query) throws RemoteException {
        orders.add(
                () -> {
                    if (run != null && run.run().query() == query) {
                        run.release();
                    }
                });
    }

    @Override
    public void nextTuple() {
        for (Runnable order = orders.poll(); order != null; order = orders.poll()) {
            order.run();
        }
        if (run != null) {
            run.next().ifPresent(this::send);
        }
    }

    private void send(Message message) {
        Run of = message.run();
        switch (message.kind()) {
            case BEGIN -> {
                driver.say(service -> service.begun(of));
                emit(Streams.BEGIN, message, Remotes.bytes(work));
            }
            case LEASE ->
                    out.emitDirect(
                            holders.get(message.number()),
                            Streams.LEASE,
                            values(message, new byte[0]),
                            message);
            case SPLIT -> emit(Streams.SPLIT, message, new byte[0]);
            case RELEASE -> emit(Streams.RELEASE, message, new byte[0]);
        }
    }

    private void emit(String stream, Message message, byte[] body) {
        out.emit(stream, values(message, body), message);
    }

    private static Values values(Message message, byte[] body) {
        Run of = message.run();
        return new Values(of.query(), of.attempt(), message.number(), body);
    }

    @Override
    public void ack(Object id) {
        if (run != null) {
            run.acked((Message) id);
        }
    }

    @Override
    public void fail(Object id) {
        if (run != null) {
            run.failed((Message) id);
        }
    }

    @Override
    public void close() {
        driver.close();
    }

    @Override
    public void declareOutputFields(OutputFieldsDeclarer declarer) {
        for (String stream : List.of(Streams.BEGIN, Streams.SPLIT, Streams.RELEASE)) {
            declarer.declareStream(stream, Streams.CONTROL);
        }
        declarer.declareStream(Streams.LEASE, true, Streams.CONTROL);
    }
}

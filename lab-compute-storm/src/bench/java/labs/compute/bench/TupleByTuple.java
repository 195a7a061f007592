package labs.compute.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import labs.compute.storm.LocalStorm;
import labs.compute.storm.LocalTopology;
import labs.compute.storm.Shared;
import org.apache.storm.Config;
import org.apache.storm.bolt.JoinBolt;
import org.apache.storm.topology.TopologyBuilder;
import org.apache.storm.topology.base.BaseWindowedBolt.Count;
import org.apache.storm.tuple.Fields;

/**
 * The case with a tuple for each row: joined by Storm's own JoinBolt in one window that holds all,
 * or by a bolt with a map for each side as one writes it at first. The topology is up when the
 * query is asked.
 */
final class TupleByTuple implements Contestant {
    private static final Duration LONGEST = Duration.ofMinutes(5);

    private final Path directory;
    private final int rows;
    private final boolean isJoinBolt;
    private final LocalStorm storm = LocalStorm.start();
    private Shared<CountDownLatch> gate;
    private Shared<AtomicReference<SortingBolt.Page>> sorted;
    private LocalTopology topology;
    private SortingBolt.Page page;

    TupleByTuple(Path directory, long rows, boolean isJoinBolt) {
        this.directory = directory;
        this.rows = Math.toIntExact(rows);
        this.isJoinBolt = isJoinBolt;
        prepare();
    }

    /** Starts the topology; its spouts wait until the query is asked. */
    private void prepare() {
        gate = Shared.of(new CountDownLatch(1));
        Shared<CountDownLatch> ready = Shared.of(new CountDownLatch(2));
        sorted = Shared.of(new AtomicReference<>());
        var builder = new TopologyBuilder();
        builder.setSpout("orders", spout("orders", ready, "oid", "user_id", "amount"));
        builder.setSpout("users", spout("users", ready, "uid", "score"));
        if (isJoinBolt) {
            var join =
                    new JoinBolt("orders", "user_id")
                            .join("users", "uid", "orders")
                            .select("oid,amount,score")
                            .withTumblingWindow(new Count(2 * rows));
            builder.setBolt("join", join)
                    .fieldsGrouping("orders", new Fields("user_id"))
                    .fieldsGrouping("users", new Fields("uid"));
        } else {
            builder.setBolt("join", new MapJoinBolt(), 2)
                    .fieldsGrouping("orders", new Fields("user_id"))
                    .fieldsGrouping("users", new Fields("uid"));
        }
        builder.setBolt("sort", new SortingBolt(rows, sorted)).globalGrouping("join");
        topology = storm.submit("tuples", conf(), builder.createTopology());
        topology.await(LONGEST, () -> ready.get().getCount() == 0, () -> "no spout has started");
    }

    private RowSpout spout(String table, Shared<CountDownLatch> ready, String... fields) {
        return new RowSpout(directory.resolve(table + ".csv"), gate, ready, fields);
    }

    @Override
    public String query() {
        gate.get().countDown();
        topology.await(
                LONGEST, () -> sorted.get().get() != null, () -> "the rows are not all there");
        page = sorted.get().get();
        return page(0);
    }

    @Override
    public void rest() {
        topology.close();
        prepare();
    }

    private Map<String, Object> conf() {
        var conf = new HashMap<String, Object>();
        conf.put(Config.TOPOLOGY_MESSAGE_TIMEOUT_SECS, 600);
        conf.put(Config.TOPOLOGY_ACKER_EXECUTORS, 1);
        if (!isJoinBolt) {
            conf.put(Config.TOPOLOGY_MAX_SPOUT_PENDING, 5_000);
        } // a window that holds all rows is acked when it has all
        return conf;
    }

    @Override
    public String page(long offset) {
        return page.text((int) offset, PAGE);
    }

    @Override
    public void close() {
        storm.close();
    }
}

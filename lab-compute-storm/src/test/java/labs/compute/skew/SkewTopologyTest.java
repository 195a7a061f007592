package labs.compute.skew;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.Serial;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import labs.compute.storm.LocalStorm;
import labs.compute.storm.LocalTopology;
import labs.compute.storm.Shared;
import labs.compute.storm.WithStorm;
import org.apache.storm.Config;
import org.apache.storm.spout.SpoutOutputCollector;
import org.apache.storm.task.OutputCollector;
import org.apache.storm.task.TopologyContext;
import org.apache.storm.topology.OutputFieldsDeclarer;
import org.apache.storm.topology.TopologyBuilder;
import org.apache.storm.topology.base.BaseRichBolt;
import org.apache.storm.topology.base.BaseRichSpout;
import org.apache.storm.tuple.Fields;
import org.apache.storm.tuple.Tuple;
import org.apache.storm.tuple.Values;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The same keys through four groupings of a real Storm. */
@WithStorm
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class SkewTopologyTest {
    private static final int TASKS = 8;
    private static final long[] KEYS = new Zipf(10_000, 1.2, 3).keys(4_000);

    /** What arrived, by the bolt's name. */
    private static final class Arrivals {
        private final AtomicInteger acked = new AtomicInteger();
        private final Map<String, Load> loads = new ConcurrentHashMap<>();
        private final Map<String, Map<Long, Long>> counts = new ConcurrentHashMap<>();

        synchronized void add(String bolt, int task, long key, long count) {
            loads.computeIfAbsent(bolt, name -> new Load(TASKS)).add(task, 1);
            counts.computeIfAbsent(bolt, name -> new TreeMap<>()).merge(key, count, Long::sum);
        }

        synchronized double imbalance(String bolt) {
            return loads.get(bolt).imbalance();
        }
    }

    /** Sends each key once, and counts acks. */
    private static final class KeySpout extends BaseRichSpout {
        @Serial private static final long serialVersionUID = 1;

        private final Shared<Arrivals> arrivals;
        private transient SpoutOutputCollector out;
        private transient int next;

        KeySpout(Shared<Arrivals> arrivals) {
            this.arrivals = arrivals;
        }

        @Override
        public void open(
                Map<String, Object> conf, TopologyContext context, SpoutOutputCollector out) {
            this.out = out;
        }

        @Override
        public void nextTuple() {
            if (next < KEYS.length) {
                out.emit(new Values(KEYS[next]), next++);
            }
        }

        @Override
        public void ack(Object id) {
            arrivals.get().acked.incrementAndGet();
        }

        @Override
        public void declareOutputFields(OutputFieldsDeclarer declarer) {
            declarer.declare(new Fields("key"));
        }
    }

    /** Counts rows, or adds up counts. */
    private static final class TotalBolt extends BaseRichBolt {
        @Serial private static final long serialVersionUID = 1;

        private final Shared<Arrivals> arrivals;
        private transient TopologyContext context;
        private transient OutputCollector out;

        TotalBolt(Shared<Arrivals> arrivals) {
            this.arrivals = arrivals;
        }

        @Override
        public void prepare(
                Map<String, Object> conf, TopologyContext context, OutputCollector out) {
            this.context = context;
            this.out = out;
        }

        @Override
        public void execute(Tuple tuple) {
            long count = tuple.contains("count") ? tuple.getLongByField("count") : 1;
            arrivals.get()
                    .add(
                            context.getThisComponentId(),
                            context.getThisTaskIndex(),
                            tuple.getLongByField("key"),
                            count);
            out.ack(tuple);
        }

        @Override
        public void declareOutputFields(OutputFieldsDeclarer declarer) {}
    }

    @Test
    void shouldCountExactlyAndMoreEvenlyThanByHash(LocalStorm storm) {
        Shared<Arrivals> arrivals = Shared.of(new Arrivals());
        var total = new TotalBolt(arrivals);
        var key = new Fields("key");
        var builder = new TopologyBuilder();
        builder.setSpout("keys", new KeySpout(arrivals));
        builder.setBolt("hash", total, TASKS).fieldsGrouping("keys", key);
        builder.setBolt("storm's", total, TASKS).partialKeyGrouping("keys", key);
        builder.setBolt("ours", total, TASKS).customGrouping("keys", new TwoChoicesGrouping(0));
        builder.setBolt("partial", new PartialCountBolt(100), 2).shuffleGrouping("keys");
        builder.setBolt("stages", total, TASKS).fieldsGrouping("partial", key);
        Map<String, Object> conf =
                Map.of(
                        Config.TOPOLOGY_MAX_SPOUT_PENDING, 1_000,
                        Config.TOPOLOGY_MESSAGE_TIMEOUT_SECS, 100);
        LocalTopology topology = storm.submit("skew", conf, builder.createTopology());
        topology.await(
                Duration.ofSeconds(90),
                () -> arrivals.get().acked.get() == KEYS.length,
                () ->
                        arrivals.get().acked
                                + " of "
                                + KEYS.length
                                + " acked: does PartialCountBolt ack what it has flushed,"
                                + " and flush at a tick?");

        Arrivals got = arrivals.get();
        for (String bolt : new String[] {"hash", "storm's", "ours", "stages"}) {
            assertThat(got.counts.get(bolt))
                    .as("counts of %s, added up over its tasks", bolt)
                    .isEqualTo(BalanceTest.exact(KEYS));
        }
        assertThat(got.imbalance("hash")).as("max/mean by hash").isGreaterThan(1.8);
        assertThat(got.imbalance("ours")).as("max/mean of our two choices").isLessThan(1.2);
        assertThat(got.imbalance("storm's"))
                .as("max/mean of Storm's own partial key grouping")
                .isLessThan(got.imbalance("hash"));
        assertThat(got.loads.get("stages").total())
                .as("rows for the second stage, of %d", Arrays.stream(KEYS).count())
                .isLessThan(KEYS.length * 3 / 4);
        System.out.printf(
                "max/mean on Storm, %d tasks: hash %.2f, Storm's partial keys %.2f, ours %.2f,"
                        + " two stages %.2f with %d rows%n",
                TASKS,
                got.imbalance("hash"),
                got.imbalance("storm's"),
                got.imbalance("ours"),
                got.imbalance("stages"),
                got.loads.get("stages").total());
    }
}

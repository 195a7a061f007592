package labs.mq.shop;

import java.time.Duration;
import java.util.function.Function;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/** The whole shop as one topology: the stages by hand, the figures in Kafka Streams' language. */
public final class ShopTopology {
    /** How long one window of the revenue is, in event time. */
    public static final Duration WINDOW = Duration.ofMinutes(5);

    /** How long after its end a window still takes what belongs to it, in event time. */
    public static final Duration GRACE = Duration.ofMinutes(15);

    /** The sink to the payments. */
    static final String PAID = "paid";

    /** The sink to the refunds. */
    static final String REFUSED = "refused";

    /** The sink to the outcomes. */
    static final String ENDED = "ended";

    private final Catalogue catalogue;
    private final ShopTopics topics;

    private ShopTopology(Catalogue catalogue, ShopTopics topics) {
        this.catalogue = catalogue;
        this.topics = topics;
    }

    /**
     * The topology:
     *
     * <pre>
     *   orders  ──▶ Payments ──▶ payments ──▶ Stock ──▶ outcomes ──▶ notices, figures
     *                  ╪ accounts    └─▶ outcomes  └─▶ refunds
     *   refunds ──▶ Refunds  ──▶ outcomes
     * </pre>
     *
     * The stores are in RocksDB and logged.
     */
    public static Topology build(Catalogue catalogue, ShopTopics topics) {
        return new ShopTopology(catalogue, topics).build();
    }

    private Topology build() {
        var builder = new StreamsBuilder();
        builder.addStateStore(store(ShopStores.STREAM_TIME, Serdes.Integer(), Serdes.Long()));
        new Statistics(catalogue, topics).addTo(builder);
        Topology topology = builder.build();
        addStages(topology);
        addSinks(topology);
        addStores(topology);
        return topology;
    }

    private void addStages(Topology topology) {
        // BEGIN SOLUTION
        stage(topology, "payments", topics.orders(), Payments::new);
        stage(topology, "refunds", topics.refunds(), Refunds::new);
        stage(topology, "stock", topics.payments(), Stock::new);
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO mq-7: see README, part 7");
    }

    // BEGIN SOLUTION
    private void stage(
            Topology topology,
            String name,
            String input,
            Function<Catalogue, Processor<Integer, Order, Object, Object>> stage) {
        topology.addSource(
                name + "-in",
                Serdes.Integer().deserializer(),
                ShopSerdes.ORDER.deserializer(),
                input);
        topology.addProcessor(name, () -> stage.apply(catalogue), name + "-in");
    }

    // END SOLUTION

    private void addSinks(Topology topology) {
        // BEGIN SOLUTION
        sink(topology, PAID, topics.payments(), Serdes.Integer(), ShopSerdes.ORDER, "payments");
        sink(topology, REFUSED, topics.refunds(), Serdes.Integer(), ShopSerdes.ORDER, "stock");
        sink(
                topology,
                ENDED,
                topics.outcomes(),
                Serdes.Long(),
                ShopSerdes.OUTCOME,
                "payments",
                "refunds",
                "stock");
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO mq-7: see README, part 7");
    }

    // BEGIN SOLUTION
    private static <K, V> void sink(
            Topology topology,
            String name,
            String topic,
            Serde<K> key,
            Serde<V> value,
            String... parents) {
        topology.addSink(name, topic, key.serializer(), value.serializer(), parents);
    }

    // END SOLUTION

    /** A store belongs to the stages that are connected to it, and to their partitions. */
    private void addStores(Topology topology) {
        // BEGIN SOLUTION
        topology.addStateStore(
                store(ShopStores.DECIDED, Serdes.Long(), Serdes.Boolean()), "payments");
        topology.addStateStore(
                store(ShopStores.ACCOUNTS, Serdes.Integer(), Serdes.Long()), "payments", "refunds");
        topology.addStateStore(store(ShopStores.STOCK, Serdes.Integer(), Serdes.Long()), "stock");
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO mq-7: see README, part 7");
    }

    /** With a cache: a balance that changes ten times between two commits is logged once. */
    private static <K, V> StoreBuilder<KeyValueStore<K, V>> store(
            String name, Serde<K> key, Serde<V> value) {
        return Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore(name), key, value)
                .withCachingEnabled();
    }
}

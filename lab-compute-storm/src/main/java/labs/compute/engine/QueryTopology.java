package labs.compute.engine;

import java.util.List;
import java.util.Map;
import labs.compute.table.PackedPartitions;
import labs.compute.table.Partitions;
import org.apache.storm.Config;
import org.apache.storm.generated.StormTopology;
import org.apache.storm.topology.BoltDeclarer;
import org.apache.storm.topology.IRichBolt;
import org.apache.storm.topology.TopologyBuilder;

/** Who gets what from whom. */
final class QueryTopology {
    static final String QUERY = "query";
    static final String SCAN = "scan";
    static final String JOIN = "join";
    static final String GROUP = "group";
    static final String RANGE = "range";

    /** The components whose tasks keep rows, and therefore hold leases. */
    static final List<String> HOLDERS = List.of(JOIN, GROUP, RANGE);

    private QueryTopology() {}

    static StormTopology build(Options options, Troubles troubles) {
        var builder = new TopologyBuilder();
        builder.setSpout(QUERY, new QuerySpout(options), 1);
        // BEGIN SOLUTION
        controlled(builder, SCAN, troubles.around(SCAN, new ScanBolt(options)), options.scanTasks())
                .shuffleGrouping(QUERY, Streams.SPLIT);
        leased(builder, JOIN, troubles.around(JOIN, new JoinBolt(options)), options.joinTasks())
                .directGrouping(SCAN, Streams.SCANNED);
        leased(builder, GROUP, troubles.around(GROUP, new GroupBolt(options)), options.joinTasks())
                .directGrouping(JOIN, Streams.PARTIALS);
        leased(builder, RANGE, troubles.around(RANGE, new RangeBolt(options)), options.rangeTasks())
                .directGrouping(JOIN, Streams.FINALS)
                .directGrouping(GROUP, Streams.FINALS);
        // END SOLUTION
        // STUB: // TODO compute-storm-8: README, part 8
        return builder.createTopology();
    }

    /** A component that keeps rows, and so has to hold a lease. */
    private static BoltDeclarer leased(
            TopologyBuilder builder, String name, IRichBolt bolt, int tasks) {
        return controlled(builder, name, bolt, tasks).directGrouping(QUERY, Streams.LEASE);
    }

    private static BoltDeclarer controlled(
            TopologyBuilder builder, String name, IRichBolt bolt, int tasks) {
        return builder.setBolt(name, bolt, tasks)
                .allGrouping(QUERY, Streams.BEGIN)
                .allGrouping(QUERY, Streams.RELEASE);
    }

    static void configure(Map<String, Object> conf, Options options, String driver) {
        conf.put(DriverLink.ADDRESS, driver);
        conf.put(Config.TOPOLOGY_WORKERS, options.workers());
        conf.put(Config.TOPOLOGY_ACKER_EXECUTORS, options.workers());
        conf.put(Config.TOPOLOGY_MESSAGE_TIMEOUT_SECS, options.timeoutSeconds());
        // A tuple is a batch: there are few enough to count each, and not one of twenty.
        conf.put(Config.TOPOLOGY_STATS_SAMPLE_RATE, 1.0);
        // Splits to all scanning tasks in turn: by default those of the spout's own worker get
        // most.
        conf.put(Config.TOPOLOGY_DISABLE_LOADAWARE_MESSAGING, true);
        // Batches come seldom: a task without one looks again in a millisecond, and not at once and
        // a thousand times, which takes a processor from those that have work.
        conf.put(Config.TOPOLOGY_BOLT_WAIT_PROGRESSIVE_LEVEL2_COUNT, 1);
        Config.registerSerialization(conf, Partitions.class, PartitionsSerializer.class);
        Config.registerSerialization(conf, PackedPartitions.class, PackedSerializer.class);
    }
}

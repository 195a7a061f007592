package labs.compute.window;

import java.io.IOException;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import labs.compute.storm.Shared;
import labs.compute.stream.Trouble;
import labs.compute.stream.TroubleBolt;
import labs.compute.stream.TroubleReport;
import org.apache.storm.generated.StormTopology;
import org.apache.storm.topology.TopologyBuilder;

/**
 * Counts of words that are exact though batches come twice and workers die, given: {@code batches →
 * parts → state → trouble}. The trouble fails batches whose effect is on disk already.
 */
public final class ExactCount {
    static final String SPOUT_FILE = "spout.checkpoint";
    private static final int TASKS = 3;

    private final Shared<AtomicLong> committed = Shared.of(new AtomicLong());
    private final Shared<TroubleReport> troubled = Shared.of(new TroubleReport());
    private final BatchSource source;
    private final Path directory;
    private final Trouble trouble;

    /**
     * @param directory where the state lies, which one topology uses at a time
     */
    public ExactCount(BatchSource source, Path directory, Trouble trouble) {
        this.source = source;
        this.directory = directory;
        this.trouble = trouble;
    }

    static Path stateFile(Path directory, int task) {
        return directory.resolve("state-" + task + ".checkpoint");
    }

    public StormTopology build() {
        var builder = new TopologyBuilder();
        builder.setSpout("batches", new BatchSpout(source, directory, committed));
        builder.setBolt("parts", new PartitionBolt("state"), 2).shuffleGrouping("batches");
        builder.setBolt("state", new StateBolt(directory), TASKS).directGrouping("parts");
        builder.setBolt("trouble", new TroubleBolt("txid", trouble, troubled))
                .shuffleGrouping("state");
        return builder.createTopology();
    }

    /** The last batch that, with all before it, is done with. */
    public long committed() {
        return committed.get().get();
    }

    /** What failed behind its effect. */
    public TroubleReport troubled() {
        return troubled.get();
    }

    /** The counts on disk, of all tasks. To be asked when no topology runs on the directory. */
    public SortedMap<String, Long> counts() throws IOException {
        var all = new TreeMap<String, Long>();
        for (int task = 0; task < TASKS; task++) {
            all.putAll(TransactionalState.open(stateFile(directory, task)).counts());
        }
        return all;
    }
}

package labs.compute.window;

import java.io.IOException;
import java.io.Serial;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import org.apache.storm.task.OutputCollector;
import org.apache.storm.task.TopologyContext;
import org.apache.storm.topology.OutputFieldsDeclarer;
import org.apache.storm.topology.base.BaseRichBolt;
import org.apache.storm.tuple.Fields;
import org.apache.storm.tuple.Tuple;
import org.apache.storm.tuple.Values;

/**
 * Keeps its part of the counts in a {@link TransactionalState}, in a file named by the task's
 * index, and says {@code txid} when a batch counts.
 */
final class StateBolt extends BaseRichBolt {
    @Serial private static final long serialVersionUID = 1;

    private final String directory;
    private transient TransactionalState state;
    private transient OutputCollector out;

    StateBolt(Path directory) {
        this.directory = directory.toString();
    }

    @Override
    public void prepare(Map<String, Object> conf, TopologyContext context, OutputCollector out) {
        this.out = out;
        try {
            this.state =
                    TransactionalState.open(
                            ExactCount.stateFile(Path.of(directory), context.getThisTaskIndex()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Applies a batch. Behind that, one that counts now or counted already is said, anchored, and
     * acked; one that is too early is failed.
     */
    @Override
    public void execute(Tuple part) {
        // BEGIN SOLUTION
        switch (apply(part)) {
            case APPLIED, REPLAYED -> {
                out.emit(part, new Values(part.getLongByField("txid")));
                out.ack(part);
            }
            case TOO_EARLY -> out.fail(part);
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO compute-storm-3: README, part 3");
    }

    @SuppressWarnings("unchecked")
    private TransactionalState.Outcome apply(Tuple part) {
        try {
            return state.apply(
                    part.getLongByField("txid"),
                    (SortedMap<String, Long>) part.getValueByField("counts"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void declareOutputFields(OutputFieldsDeclarer declarer) {
        declarer.declare(new Fields("txid"));
    }
}

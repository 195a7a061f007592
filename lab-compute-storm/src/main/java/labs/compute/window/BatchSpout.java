package labs.compute.window;

import java.io.IOException;
import java.io.Serial;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import labs.compute.storm.Shared;
import org.apache.storm.spout.SpoutOutputCollector;
import org.apache.storm.task.TopologyContext;
import org.apache.storm.topology.OutputFieldsDeclarer;
import org.apache.storm.topology.base.BaseRichSpout;
import org.apache.storm.tuple.Fields;
import org.apache.storm.tuple.Values;

/** Sends batches as a {@link BatchLedger} says: {@code txid} and {@code lines}. One task only. */
final class BatchSpout extends BaseRichSpout {
    @Serial private static final long serialVersionUID = 1;

    private static final int MAX_PENDING = 4;

    private final BatchSource source;
    private final String directory;
    private final Shared<AtomicLong> committed;
    private transient BatchLedger ledger;
    private transient SpoutOutputCollector out;

    BatchSpout(BatchSource source, Path directory, Shared<AtomicLong> committed) {
        this.source = source;
        this.directory = directory.toString();
        this.committed = committed;
    }

    @Override
    public void open(Map<String, Object> conf, TopologyContext context, SpoutOutputCollector out) {
        this.out = out;
        try {
            this.ledger = BatchLedger.open(Path.of(directory, ExactCount.SPOUT_FILE), MAX_PENDING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void nextTuple() {
        ledger.next(source.available())
                .ifPresent(
                        txid ->
                                out.emit(
                                        new Values(txid, new ArrayList<>(source.batch(txid))),
                                        txid));
    }

    @Override
    public void ack(Object txid) {
        try {
            ledger.ack((Long) txid);
            committed.get().set(ledger.committed());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void fail(Object txid) {
        ledger.fail((Long) txid);
    }

    @Override
    public void declareOutputFields(OutputFieldsDeclarer declarer) {
        declarer.declare(new Fields("txid", "lines"));
    }
}

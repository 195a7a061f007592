package labs.compute.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Serial;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import labs.compute.storm.Shared;
import org.apache.storm.spout.SpoutOutputCollector;
import org.apache.storm.task.TopologyContext;
import org.apache.storm.topology.OutputFieldsDeclarer;
import org.apache.storm.topology.base.BaseRichSpout;
import org.apache.storm.tuple.Fields;
import org.apache.storm.tuple.Values;

/** Emits each line of a table as a tuple of numbers. */
final class RowSpout extends BaseRichSpout {
    @Serial private static final long serialVersionUID = 1;

    private final String file;
    private final Shared<CountDownLatch> gate;
    private final Shared<CountDownLatch> ready;
    private final String[] fields;
    private transient BufferedReader in;
    private transient SpoutOutputCollector out;
    private transient boolean isReady;
    private transient long sent;

    RowSpout(
            Path file,
            Shared<CountDownLatch> gate,
            Shared<CountDownLatch> ready,
            String... fields) {
        this.file = file.toString();
        this.gate = gate;
        this.ready = ready;
        this.fields = fields;
    }

    @Override
    public void open(Map<String, Object> conf, TopologyContext context, SpoutOutputCollector out) {
        this.out = out;
        try {
            in = Files.newBufferedReader(Path.of(file));
            in.readLine(); // the columns' names
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void nextTuple() {
        if (!isReady) {
            isReady = true;
            ready.get().countDown();
        }
        if (gate.get().getCount() > 0) {
            return;
        }
        try {
            String line = in.readLine();
            if (line != null) {
                String[] cells = line.split(",");
                var values = new Values();
                for (String cell : cells) {
                    values.add(Long.parseLong(cell));
                }
                out.emit(values, sent++);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            in.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void declareOutputFields(OutputFieldsDeclarer declarer) {
        declarer.declare(new Fields(fields));
    }
}

package labs.compute.bench;

import java.io.Serial;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import labs.compute.storm.Shared;
import org.apache.storm.task.OutputCollector;
import org.apache.storm.task.TopologyContext;
import org.apache.storm.topology.OutputFieldsDeclarer;
import org.apache.storm.topology.base.BaseRichBolt;
import org.apache.storm.tuple.Tuple;

/** Collects joined rows, a tuple each, and sorts them when all have come. */
final class SortingBolt extends BaseRichBolt {
    @Serial private static final long serialVersionUID = 1;

    private static final Comparator<long[]> ORDER =
            Comparator.<long[]>comparingLong(row -> -row[2]).thenComparingLong(row -> row[0]);

    private final int expected;
    private final Shared<AtomicReference<Page>> sorted;
    private transient List<long[]> rows;
    private transient OutputCollector out;

    /** All rows, in order. */
    record Page(List<long[]> rows) {
        String text(int offset, int limit) {
            var text = new StringBuilder();
            for (long[] row : rows.subList(offset, Math.min(rows.size(), offset + limit))) {
                text.append(row[0]).append(',').append(row[1]).append(',');
                text.append(row[2]).append(';');
            }
            return text.toString();
        }
    }

    SortingBolt(int expected, Shared<AtomicReference<Page>> sorted) {
        this.expected = expected;
        this.sorted = sorted;
    }

    @Override
    public void prepare(Map<String, Object> conf, TopologyContext context, OutputCollector out) {
        this.out = out;
        rows = new ArrayList<>();
    }

    @Override
    public void execute(Tuple row) {
        rows.add(new long[] {row.getLong(0), row.getLong(1), row.getLong(2)});
        if (rows.size() == expected) {
            rows.sort(ORDER);
            sorted.get().set(new Page(rows));
        }
        out.ack(row);
    }

    @Override
    public void declareOutputFields(OutputFieldsDeclarer declarer) {
        // The last one.
    }
}

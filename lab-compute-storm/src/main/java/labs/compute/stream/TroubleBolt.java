package labs.compute.stream;

import java.io.Serial;
import java.util.Map;
import java.util.Random;
import labs.compute.storm.Shared;
import org.apache.storm.task.OutputCollector;
import org.apache.storm.task.TopologyContext;
import org.apache.storm.topology.OutputFieldsDeclarer;
import org.apache.storm.topology.base.BaseRichBolt;
import org.apache.storm.tuple.Fields;
import org.apache.storm.tuple.Tuple;

/** Passes on its one field as it came, anchored; or fails on purpose, before it did anything. */
public final class TroubleBolt extends BaseRichBolt {
    @Serial private static final long serialVersionUID = 1;

    private final String field;
    private final Trouble trouble;
    private final Shared<TroubleReport> report;
    private transient Random random;
    private transient OutputCollector out;

    public TroubleBolt(String field, Trouble trouble, Shared<TroubleReport> report) {
        this.field = field;
        this.trouble = trouble;
        this.report = report;
    }

    @Override
    public void prepare(Map<String, Object> conf, TopologyContext context, OutputCollector out) {
        this.random = new Random(trouble.seed() + context.getThisTaskIndex());
        this.out = out;
    }

    @Override
    public void execute(Tuple tuple) {
        if (!isStruck(tuple)) {
            out.emit(tuple, tuple.getValues());
            out.ack(tuple);
            report.get().passedOne();
        } else {
            if (trouble.how() == Trouble.How.FAIL) {
                out.fail(tuple);
            }
            report.get().struckOne();
        }
    }

    private boolean isStruck(Tuple tuple) {
        boolean poisoned =
                !trouble.poison().isEmpty()
                        && tuple.getValue(0).toString().contains(trouble.poison());
        return poisoned || random.nextInt(100) < trouble.percent();
    }

    @Override
    public void declareOutputFields(OutputFieldsDeclarer declarer) {
        declarer.declare(new Fields(field));
    }
}

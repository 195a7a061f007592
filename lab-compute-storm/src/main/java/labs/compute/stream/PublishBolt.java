package labs.compute.stream;

import java.io.Serial;
import java.util.List;
import java.util.Map;
import labs.compute.storm.Shared;
import org.apache.storm.task.OutputCollector;
import org.apache.storm.task.TopologyContext;
import org.apache.storm.topology.OutputFieldsDeclarer;
import org.apache.storm.topology.base.BaseRichBolt;
import org.apache.storm.tuple.Tuple;

/** The end of the topology: puts counts and rankings where a test or a demo sees them. */
final class PublishBolt extends BaseRichBolt {
    @Serial private static final long serialVersionUID = 1;

    private final Shared<Results> results;
    private transient OutputCollector out;

    PublishBolt(Shared<Results> results) {
        this.results = results;
    }

    @Override
    public void prepare(Map<String, Object> conf, TopologyContext context, OutputCollector out) {
        this.out = out;
    }

    @Override
    @SuppressWarnings("unchecked")
    public void execute(Tuple tuple) {
        if (tuple.contains("ranking")) {
            results.get().top((List<Ranked>) tuple.getValueByField("ranking"));
        } else {
            results.get().count(tuple.getStringByField("word"), tuple.getLongByField("count"));
        }
        out.ack(tuple);
    }

    @Override
    public void declareOutputFields(OutputFieldsDeclarer declarer) {
        // Nothing comes behind it.
    }
}

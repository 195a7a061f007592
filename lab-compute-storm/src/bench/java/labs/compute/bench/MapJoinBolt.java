package labs.compute.bench;

import java.io.Serial;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.storm.task.OutputCollector;
import org.apache.storm.task.TopologyContext;
import org.apache.storm.topology.OutputFieldsDeclarer;
import org.apache.storm.topology.base.BaseRichBolt;
import org.apache.storm.tuple.Fields;
import org.apache.storm.tuple.Tuple;
import org.apache.storm.tuple.Values;

/** Keeps the rows of either side in a map, and looks each new one up in the other's. */
final class MapJoinBolt extends BaseRichBolt {
    @Serial private static final long serialVersionUID = 1;

    private transient Map<Long, List<Tuple>> orders;
    private transient Map<Long, Tuple> users;
    private transient OutputCollector out;

    @Override
    public void prepare(Map<String, Object> conf, TopologyContext context, OutputCollector out) {
        this.out = out;
        orders = new HashMap<>();
        users = new HashMap<>();
    }

    @Override
    public void execute(Tuple row) {
        if (row.getSourceComponent().equals("orders")) {
            long user = row.getLongByField("user_id");
            orders.computeIfAbsent(user, key -> new ArrayList<>()).add(row);
            Tuple match = users.get(user);
            if (match != null) {
                emit(row, match);
            }
        } else {
            long user = row.getLongByField("uid");
            users.put(user, row);
            orders.getOrDefault(user, List.of()).forEach(order -> emit(order, row));
        }
        out.ack(row);
    }

    private void emit(Tuple order, Tuple user) {
        out.emit(
                order,
                new Values(
                        order.getLongByField("oid"),
                        order.getLongByField("amount"),
                        user.getLongByField("score")));
    }

    @Override
    public void declareOutputFields(OutputFieldsDeclarer declarer) {
        declarer.declare(new Fields("oid", "amount", "score"));
    }
}

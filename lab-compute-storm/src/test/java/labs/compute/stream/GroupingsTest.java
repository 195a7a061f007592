package labs.compute.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.Serial;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import labs.compute.storm.LocalStorm;
import labs.compute.storm.LocalTopology;
import labs.compute.storm.Shared;
import labs.compute.storm.WithStorm;
import org.apache.storm.task.OutputCollector;
import org.apache.storm.task.TopologyContext;
import org.apache.storm.topology.OutputFieldsDeclarer;
import org.apache.storm.topology.TopologyBuilder;
import org.apache.storm.topology.base.BaseRichBolt;
import org.apache.storm.tuple.Fields;
import org.apache.storm.tuple.Tuple;
import org.apache.storm.tuple.Values;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Which of three tasks gets which word, for each grouping. */
@WithStorm
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class GroupingsTest {
    private static final int TASKS = 3;

    /** Where a word arrived. */
    private record Arrival(int task, String word) {}

    /** What arrived, by the bolt's name. */
    private static final class Arrivals {
        private final Map<String, Queue<Arrival>> all = new ConcurrentHashMap<>();

        void add(String bolt, Arrival arrival) {
            all.computeIfAbsent(bolt, name -> new ConcurrentLinkedQueue<>()).add(arrival);
        }

        int size(String bolt) {
            return all.getOrDefault(bolt, new ConcurrentLinkedQueue<>()).size();
        }

        Map<Integer, List<String>> byTask(String bolt) {
            return all.get(bolt).stream()
                    .collect(
                            Collectors.groupingBy(
                                    Arrival::task,
                                    TreeMap::new,
                                    Collectors.mapping(Arrival::word, Collectors.toList())));
        }
    }

    /** Notes where each word arrives. */
    private static final class NotingBolt extends BaseRichBolt {
        @Serial private static final long serialVersionUID = 1;

        private final Shared<Arrivals> arrivals;
        private transient TopologyContext context;
        private transient OutputCollector out;

        NotingBolt(Shared<Arrivals> arrivals) {
            this.arrivals = arrivals;
        }

        @Override
        public void prepare(
                Map<String, Object> conf, TopologyContext context, OutputCollector out) {
            this.context = context;
            this.out = out;
        }

        @Override
        public void execute(Tuple tuple) {
            arrivals.get()
                    .add(
                            context.getThisComponentId(),
                            new Arrival(context.getThisTaskIndex(), tuple.getString(0)));
            out.ack(tuple);
        }

        @Override
        public void declareOutputFields(OutputFieldsDeclarer declarer) {}
    }

    /** Chooses the task of {@code direct} itself: by the number in the word. */
    private static final class DirectBolt extends BaseRichBolt {
        @Serial private static final long serialVersionUID = 1;

        private transient List<Integer> targets;
        private transient OutputCollector out;

        @Override
        public void prepare(
                Map<String, Object> conf, TopologyContext context, OutputCollector out) {
            this.targets = context.getComponentTasks("direct");
            this.out = out;
        }

        @Override
        public void execute(Tuple tuple) {
            String word = tuple.getString(0);
            int task = Integer.parseInt(word.substring(1)) % targets.size();
            out.emitDirect(targets.get(task), tuple, new Values(word));
            out.ack(tuple);
        }

        @Override
        public void declareOutputFields(OutputFieldsDeclarer declarer) {
            declarer.declare(true, new Fields("word"));
        }
    }

    @Test
    void shouldSendEachWordWhereItsGroupingSays(LocalStorm storm) {
        List<String> words = IntStream.range(0, 300).mapToObj(i -> "w" + i % 10).toList();
        Shared<Arrivals> arrivals = Shared.of(new Arrivals());
        var builder = new TopologyBuilder();
        Shared<SpoutReport> report = Shared.of(new SpoutReport());
        builder.setSpout("lines", new LineSpout(words, Delivery.AT_LEAST_ONCE, 500, 3, report));
        builder.setBolt("words", new SplitBolt(Delivery.AT_LEAST_ONCE)).shuffleGrouping("lines");
        builder.setBolt("chooser", new DirectBolt()).shuffleGrouping("words");
        var noting = new NotingBolt(arrivals);
        builder.setBolt("shuffle", noting, TASKS).shuffleGrouping("words");
        builder.setBolt("fields", noting, TASKS).fieldsGrouping("words", new Fields("word"));
        builder.setBolt("all", noting, TASKS).allGrouping("words");
        builder.setBolt("global", noting, TASKS).globalGrouping("words");
        builder.setBolt("range", noting, TASKS)
                .customGrouping("words", new RangeGrouping("w3", "w7"));
        builder.setBolt("direct", noting, TASKS).directGrouping("chooser");
        LocalTopology topology = storm.submit("groupings", Map.of(), builder.createTopology());
        topology.await(
                Duration.ofSeconds(60),
                () -> report.get().acked() == words.size(),
                () -> "not all words were acked: " + report.get());

        Arrivals got = arrivals.get();
        assertThat(sizes(got.byTask("shuffle")))
                .as("shuffle: every task gets about a third")
                .hasSize(TASKS)
                .allSatisfy(share -> assertThat(share).isBetween(50, 150));
        assertThat(got.size("fields")).as("fields: each word arrives once").isEqualTo(300);
        assertThat(words.stream().distinct())
                .as("fields: one word, one task")
                .allSatisfy(word -> assertThat(tasksOf(word, got.byTask("fields"))).hasSize(1));
        assertThat(sizes(got.byTask("all")))
                .as("all: every task gets every word")
                .containsExactly(300, 300, 300);
        assertThat(got.byTask("global").keySet()).as("global: the first task").containsExactly(0);
        assertThat(wordsByTask(got.byTask("direct")))
                .as("direct: the sender says which task")
                .containsExactly(
                        Set.of("w0", "w3", "w6", "w9"),
                        Set.of("w1", "w4", "w7"),
                        Set.of("w2", "w5", "w8"));
        assertThat(wordsByTask(got.byTask("range")))
                .as("our own grouping: w3 begins the second range, w7 the third")
                .containsExactly(
                        Set.of("w0", "w1", "w2"),
                        Set.of("w3", "w4", "w5", "w6"),
                        Set.of("w7", "w8", "w9"));
    }

    private static List<Integer> sizes(Map<Integer, List<String>> byTask) {
        return byTask.values().stream().map(List::size).toList();
    }

    private static List<Integer> tasksOf(String word, Map<Integer, List<String>> byTask) {
        return byTask.keySet().stream().filter(task -> byTask.get(task).contains(word)).toList();
    }

    private static List<Set<String>> wordsByTask(Map<Integer, List<String>> byTask) {
        var sets = new ArrayList<Set<String>>();
        byTask.values().forEach(words -> sets.add(Set.copyOf(words)));
        return sets;
    }
}

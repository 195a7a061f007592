package labs.compute.stream;

import java.util.List;
import labs.compute.storm.Shared;
import org.apache.storm.generated.StormTopology;
import org.apache.storm.topology.TopologyBuilder;
import org.apache.storm.tuple.Fields;

/**
 * Word count with a running top n, and trouble before the lines are split and before the words are
 * counted. What it does can be watched in its reports.
 */
public final class WordCount {
    private static final int SPOUTS = 2;
    private static final int SPLITTERS = 2;
    private static final int COUNTERS = 3;

    private final Shared<SpoutReport> spout = Shared.of(new SpoutReport());
    private final Shared<TroubleReport> troubledLines = Shared.of(new TroubleReport());
    private final Shared<TroubleReport> troubledWords = Shared.of(new TroubleReport());
    private final Shared<Results> results = Shared.of(new Results());
    private final List<String> lines;
    private final Options options;

    /**
     * How to count.
     *
     * @param maxPending how many lines of a spout's task may be on their way
     * @param maxAttempts how often a line is sent before it is given up
     * @param n how many words the ranking has
     */
    public record Options(
            Delivery delivery,
            int maxPending,
            int maxAttempts,
            int n,
            Trouble beforeSplit,
            Trouble beforeCount) {
        /** At least once, without trouble. */
        public static final Options DEFAULT =
                new Options(Delivery.AT_LEAST_ONCE, 100, 100, 5, Trouble.NONE, Trouble.NONE);

        /** The same with other trouble. */
        public Options with(Trouble beforeSplit, Trouble beforeCount) {
            return new Options(delivery, maxPending, maxAttempts, n, beforeSplit, beforeCount);
        }
    }

    public WordCount(List<String> lines, Options options) {
        this.lines = lines;
        this.options = options;
    }

    /**
     * {@code lines → trouble-lines → split → trouble-words → count → top → global-top}, and {@code
     * publish} behind {@code count} and {@code global-top}. All counts of one word come from one
     * task, and one task sees all rankings.
     */
    public StormTopology build() {
        var builder = new TopologyBuilder();
        builder.setSpout("lines", lineSpout(), SPOUTS);
        builder.setBolt("trouble-lines", troubleWithLines()).shuffleGrouping("lines");
        // BEGIN SOLUTION
        builder.setBolt("split", new SplitBolt(options.delivery()), SPLITTERS)
                .shuffleGrouping("trouble-lines");
        builder.setBolt("trouble-words", troubleWithWords()).shuffleGrouping("split");
        builder.setBolt("count", new CountBolt(), COUNTERS)
                .fieldsGrouping("trouble-words", new Fields("word"));
        builder.setBolt("top", new TopBolt(options.n()), COUNTERS)
                .fieldsGrouping("count", new Fields("word"));
        builder.setBolt("global-top", new TopBolt(options.n())).globalGrouping("top");
        builder.setBolt("publish", new PublishBolt(results))
                .shuffleGrouping("count")
                .shuffleGrouping("global-top");
        return builder.createTopology();
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO compute-storm-2: README, part 2");
    }

    private LineSpout lineSpout() {
        return new LineSpout(
                lines, options.delivery(), options.maxPending(), options.maxAttempts(), spout);
    }

    private TroubleBolt troubleWithLines() {
        return new TroubleBolt("line", options.beforeSplit(), troubledLines);
    }

    private TroubleBolt troubleWithWords() {
        return new TroubleBolt("word", options.beforeCount(), troubledWords);
    }

    /** Whether each line was acked or given up. */
    public boolean isDone() {
        return report().acked() + report().givenUp().size() >= lines.size();
    }

    public SpoutReport report() {
        return spout.get();
    }

    /** What happened to words before they were counted. */
    public TroubleReport troubledWords() {
        return troubledWords.get();
    }

    /** What happened to lines before they were split. */
    public TroubleReport troubledLines() {
        return troubledLines.get();
    }

    public Results results() {
        return results.get();
    }
}

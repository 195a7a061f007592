package labs.zookeeper.ensemble;

import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import labs.cluster.Capability;
import labs.cluster.zookeeper.Ensemble;
import labs.cluster.zookeeper.EnsembleNode;
import labs.cluster.zookeeper.FourLetterWord;

/** Asks all servers for their watches below a path. */
public final class WatchCount {
    private final Ensemble ensemble;
    private final String path;

    /** Counts for that path; without servers of ours, the test is skipped. */
    public WatchCount(Ensemble ensemble, String path) {
        assumeThat(ensemble.provision().allows(Capability.INSPECT))
                .as("servers to ask for their watches")
                .isTrue();
        this.ensemble = ensemble;
        this.path = path;
    }

    /** Watches of any kind that stand now, on any path. */
    public long standing() {
        return sum("zk_watch_count");
    }

    /** How many sessions watch the data of the node that most of them watch. */
    public int mostOnOnePath() {
        return byPath().values().stream().mapToInt(Integer::intValue).max().orElse(0);
    }

    /** {@code wchp}: a line for each path, and below it one for each session. */
    private Map<String, Integer> byPath() {
        var counts = new HashMap<String, Integer>();
        for (String answer : ask("wchp")) {
            String current = "";
            for (String line : answer.lines().toList()) {
                if (line.startsWith("/")) {
                    current = line;
                } else if (current.startsWith(path) && line.strip().startsWith("0x")) {
                    counts.merge(current, 1, Integer::sum);
                }
            }
        }
        return counts;
    }

    /** Watches of any kind that fired so far, on any path. */
    public long fired() {
        return sum("zk_sum_node_\\w+_watch_count");
    }

    private long sum(String metric) {
        return ask("mntr").stream()
                .flatMap(String::lines)
                .filter(line -> line.matches(metric + "\\s.*"))
                .mapToLong(line -> Long.parseLong(line.replaceAll(".*\\s", "")))
                .sum();
    }

    private List<String> ask(String word) {
        var answers = new ArrayList<String>();
        for (EnsembleNode server : ensemble.nodes()) {
            try {
                answers.add(FourLetterWord.ask(server.port(), word));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return answers;
    }
}

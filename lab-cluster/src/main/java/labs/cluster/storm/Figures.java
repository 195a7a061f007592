package labs.cluster.storm;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.storm.generated.ExecutorStats;
import org.apache.storm.generated.ExecutorSummary;
import org.apache.storm.generated.TopologyInfo;

/** What Nimbus says of a topology, as text. */
final class Figures {
    private static final String ALL = ":all-time";

    private Figures() {}

    /** Where a component's executors run, and what they have emitted. */
    private static final class Component {
        private final Map<String, Integer> executors = new TreeMap<>();
        private long emitted;
    }

    /** A line for each component that is not Storm's own. */
    static String text(TopologyInfo topology) {
        var components = new TreeMap<String, Component>();
        for (ExecutorSummary executor : topology.get_executors()) {
            Component component =
                    components.computeIfAbsent(
                            executor.get_component_id(), name -> new Component());
            component.executors.merge(
                    executor.get_host() + ":" + executor.get_port(), 1, Integer::sum);
            if (executor.is_set_stats()) {
                component.emitted += emitted(executor.get_stats());
            }
        }
        var text = new StringBuilder();
        text.append(
                String.format(
                        Locale.ROOT,
                        "%s, %s, up %d s, %d executors%n",
                        topology.get_name(),
                        topology.get_status(),
                        topology.get_uptime_secs(),
                        topology.get_executors_size()));
        components.forEach(
                (name, component) ->
                        text.append(
                                String.format(
                                        Locale.ROOT,
                                        "  %-8s %,9d tuples emitted  on %s%n",
                                        name,
                                        component.emitted,
                                        component.executors)));
        return text.toString();
    }

    private static long emitted(ExecutorStats stats) {
        return stats.get_emitted().getOrDefault(ALL, Map.of()).values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }
}

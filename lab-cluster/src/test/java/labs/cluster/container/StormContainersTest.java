package labs.cluster.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import labs.kit.LabTest;
import org.apache.storm.Config;
import org.apache.storm.StormSubmitter;
import org.apache.storm.generated.ExecutorSummary;
import org.apache.storm.generated.Nimbus;
import org.apache.storm.generated.TopologySummary;
import org.apache.storm.testing.TestGlobalCount;
import org.apache.storm.testing.TestWordSpout;
import org.apache.storm.topology.TopologyBuilder;
import org.apache.storm.utils.NimbusClient;
import org.apache.storm.utils.Utils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@RequiresEngine
@LabTest
@Timeout(1800) // the first build of the image takes minutes
class StormContainersTest {
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    @TempDir Path dir;

    @Test
    void shouldRunATopologyThatIsSubmittedFromOutside() throws Exception {
        try (var storm = StormContainers.start(2);
                NimbusClient client = NimbusClient.Builder.withConf(conf(storm)).build()) {
            assertThat(client.getClient().getClusterInfo().get_supervisors()).hasSize(2);

            submit(conf(storm));

            await().atMost(PATIENCE).until(() -> executed(client.getClient(), "count") > 0);
        }
    }

    private static Map<String, Object> conf(StormContainers storm) {
        String address = storm.nimbus();
        int colon = address.indexOf(':');
        Map<String, Object> conf = Utils.readDefaultConfig();
        conf.put(Config.NIMBUS_SEEDS, List.of(address.substring(0, colon)));
        conf.put(Config.NIMBUS_THRIFT_PORT, Integer.parseInt(address.substring(colon + 1)));
        return conf;
    }

    /** Words, counted: both are Storm's own, so that the jar need not hold anything. */
    private void submit(Map<String, Object> conf) throws Exception {
        Path jar = dir.resolve("topology.jar");
        try (var out = new JarOutputStream(Files.newOutputStream(jar), new Manifest())) {
            out.finish();
        }
        var builder = new TopologyBuilder();
        builder.setSpout("words", new TestWordSpout(), 2);
        builder.setBolt("count", new TestGlobalCount()).globalGrouping("words");
        var all = new HashMap<>(conf);
        all.put(Config.TOPOLOGY_WORKERS, 2);
        System.setProperty("storm.jar", jar.toString());
        StormSubmitter.submitTopology("words", all, builder.createTopology());
    }

    private static long executed(Nimbus.Iface nimbus, String component) throws Exception {
        long sum = 0;
        for (TopologySummary topology : nimbus.getClusterInfo().get_topologies()) {
            for (ExecutorSummary executor :
                    nimbus.getTopologyInfo(topology.get_id()).get_executors()) {
                if (executor.get_component_id().equals(component) && executor.is_set_stats()) {
                    sum += executed(executor);
                }
            }
        }
        return sum;
    }

    private static long executed(ExecutorSummary executor) {
        return executor
                .get_stats()
                .get_specific()
                .get_bolt()
                .get_executed()
                .getOrDefault(":all-time", Map.of())
                .values()
                .stream()
                .mapToLong(Long::longValue)
                .sum();
    }
}

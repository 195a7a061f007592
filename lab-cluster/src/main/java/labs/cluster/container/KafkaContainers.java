package labs.cluster.container;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import labs.cluster.Ports;
import labs.cluster.container.NodeConfiguration.PublishedPort;

/** A Kafka cluster in containers; each node is a broker and a controller. */
public final class KafkaContainers extends ContainerCluster {
    private static final int MEMORY = 640;

    private KafkaContainers(List<NodeConfiguration> nodes) {
        super(nodes);
    }

    /**
     * Starts that many nodes and waits until all serve clients.
     *
     * @throws IllegalStateException if no engine answers, the image cannot be built, or they do not
     *     come up
     */
    public static KafkaContainers start(int nodes) {
        Engine.require();
        String image = Images.build("kafka");
        return start(() -> new KafkaContainers(configurations(image, nodes)));
    }

    private static List<NodeConfiguration> configurations(String image, int nodes) {
        String names =
                IntStream.rangeClosed(1, nodes)
                        .mapToObj(id -> "kafka" + id)
                        .collect(Collectors.joining(" "));
        return IntStream.rangeClosed(1, nodes)
                .mapToObj(id -> configuration(image, id, names, Ports.free()))
                .toList();
    }

    private static NodeConfiguration configuration(String image, int id, String names, int port) {
        Map<String, String> environment =
                Map.of("ID", "" + id, "NODES", names, "OUTSIDE", "127.0.0.1:" + port);
        return new NodeConfiguration(
                "kafka" + id, image, environment, List.of(new PublishedPort(port, 9094)), MEMORY);
    }

    /** What clients connect to: {@code host:port,host:port}. */
    public String bootstrapServers() {
        return addresses();
    }
}

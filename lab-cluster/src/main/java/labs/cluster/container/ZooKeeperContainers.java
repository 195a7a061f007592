package labs.cluster.container;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import labs.cluster.Ports;
import labs.cluster.container.NodeConfiguration.PublishedPort;

/** A ZooKeeper ensemble in containers. */
public final class ZooKeeperContainers extends ContainerCluster {
    private static final int MEMORY = 256;

    private ZooKeeperContainers(List<NodeConfiguration> servers) {
        super(servers);
    }

    /**
     * Starts that many servers and waits until all have a role.
     *
     * @throws IllegalStateException if no engine answers, the image cannot be built, or they do not
     *     come up
     */
    public static ZooKeeperContainers start(int servers) {
        Engine.require();
        String image = Images.build("zookeeper");
        return start(() -> new ZooKeeperContainers(configurations(image, servers)));
    }

    /** Of an ensemble, also of one that another system needs. */
    static List<NodeConfiguration> configurations(String image, int servers) {
        String names = names(servers);
        return IntStream.rangeClosed(1, servers)
                .mapToObj(
                        id ->
                                new NodeConfiguration(
                                        "zookeeper" + id,
                                        image,
                                        Map.of("ID", "" + id, "SERVERS", names),
                                        List.of(new PublishedPort(Ports.free(), 2181)),
                                        MEMORY))
                .toList();
    }

    static String names(int servers) {
        return IntStream.rangeClosed(1, servers)
                .mapToObj(id -> "zookeeper" + id)
                .collect(Collectors.joining(" "));
    }

    /** What clients connect to: {@code host:port,host:port}. */
    public String connectString() {
        return addresses();
    }
}

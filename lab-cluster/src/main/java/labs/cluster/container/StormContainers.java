package labs.cluster.container;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import labs.cluster.Ports;
import labs.cluster.container.NodeConfiguration.PublishedPort;

/** A Storm cluster in containers: a ZooKeeper, Nimbus, and supervisors with two slots each. */
public final class StormContainers extends ContainerCluster {
    private static final int NIMBUS_MEMORY = 512;
    private static final int SUPERVISOR_MEMORY = 1280; // and two workers

    private StormContainers(List<NodeConfiguration> daemons) {
        super(daemons);
    }

    /**
     * Starts that many supervisors, and waits until Nimbus knows them.
     *
     * @throws IllegalStateException if no engine answers, the images cannot be built, or they do
     *     not come up
     */
    public static StormContainers start(int supervisors) {
        Engine.require();
        String zooKeeper = Images.build("zookeeper");
        String storm = Images.build("storm");
        return start(() -> new StormContainers(configurations(zooKeeper, storm, supervisors)));
    }

    private static List<NodeConfiguration> configurations(
            String zooKeeper, String storm, int supervisors) {
        int port = Ports.free();
        List<NodeConfiguration> all = new ArrayList<>();
        all.add(
                new NodeConfiguration(
                        "nimbus",
                        storm,
                        environment("nimbus", port),
                        List.of(new PublishedPort(port, port)), // as Nimbus tells it to clients
                        NIMBUS_MEMORY));
        all.addAll(ZooKeeperContainers.configurations(zooKeeper, 1));
        for (int i = 1; i <= supervisors; i++) {
            all.add(
                    new NodeConfiguration(
                            "supervisor" + i,
                            storm,
                            environment("supervisor", port),
                            List.of(),
                            SUPERVISOR_MEMORY));
        }
        return all;
    }

    private static Map<String, String> environment(String role, int port) {
        return Map.of(
                "ROLE",
                role,
                "NIMBUS",
                "nimbus",
                "PORT",
                "" + port,
                "ZOOKEEPER",
                ZooKeeperContainers.names(1));
    }

    /** {@code host:port} of Nimbus. */
    public String nimbus() {
        return node(1).address();
    }
}

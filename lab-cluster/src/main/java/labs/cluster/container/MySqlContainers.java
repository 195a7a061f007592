package labs.cluster.container;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import labs.cluster.Ports;
import labs.cluster.container.NodeConfiguration.PublishedPort;

/** A MySQL primary, node 1, and replicas that follow it by GTID and are read-only. */
public final class MySqlContainers extends ContainerCluster {
    private static final int MEMORY = 512;
    private static final String PRIMARY = "mysql1";

    private MySqlContainers(List<NodeConfiguration> servers) {
        super(servers);
    }

    /**
     * Starts a primary and that many replicas, and waits until all serve and follow.
     *
     * @throws IllegalStateException if no engine answers, the image cannot be built, or they do not
     *     come up
     */
    public static MySqlContainers start(int replicas) {
        Engine.require();
        String image = Images.build("mysql");
        return start(() -> new MySqlContainers(configurations(image, replicas)));
    }

    private static List<NodeConfiguration> configurations(String image, int replicas) {
        List<NodeConfiguration> servers = new ArrayList<>();
        servers.add(configuration(PRIMARY, image, Map.of("ID", "1")));
        for (int id = 2; id <= replicas + 1; id++) {
            Map<String, String> environment = Map.of("ID", "" + id, "SOURCE", PRIMARY);
            servers.add(configuration("mysql" + id, image, environment));
        }
        return servers;
    }

    private static NodeConfiguration configuration(
            String name, String image, Map<String, String> environment) {
        List<PublishedPort> ports = List.of(new PublishedPort(Ports.free(), 3306));
        return new NodeConfiguration(name, image, environment, ports, MEMORY);
    }

    /** Of the primary, with a user who may do everything; no schema is named. */
    public String jdbcUrl() {
        return jdbcUrl(1);
    }

    /** Of the server with that number. */
    public String jdbcUrl(int id) {
        return "jdbc:mariadb://%s/?user=lab&password=lab&sslMode=disable&allowPublicKeyRetrieval=true"
                .formatted(node(id).address());
    }
}

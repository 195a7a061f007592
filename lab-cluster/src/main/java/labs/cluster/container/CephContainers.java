package labs.cluster.container;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import labs.cluster.Ports;
import labs.cluster.container.NodeConfiguration.PublishedPort;

/**
 * A whole Ceph in one container: a monitor, a manager, three OSDs, a metadata server and a gateway,
 * without authentication. The pool {@code data} is there, and a file system.
 */
public final class CephContainers extends ContainerCluster {
    private static final int MEMORY = 2048;
    // The monitor, three OSDs, the manager, the metadata server, the gateway: each ten further on.
    private static final int PORTS = 7;
    private static final int DISTANCE = 10;
    private static final int GATEWAY = 6;

    private CephContainers(List<NodeConfiguration> containers) {
        super(containers);
    }

    /**
     * Starts it and waits until all its data is clean.
     *
     * @throws IllegalStateException if no engine answers, the image cannot be built, or it does not
     *     come up
     */
    public static CephContainers start() {
        Engine.require();
        String image = Images.build("ceph");
        return start(() -> new CephContainers(List.of(configuration(image))));
    }

    private static NodeConfiguration configuration(String image) {
        int first = Ports.row(PORTS, DISTANCE);
        List<PublishedPort> ports =
                IntStream.range(0, PORTS)
                        .map(i -> first + i * DISTANCE)
                        .mapToObj(port -> new PublishedPort(port, port)) // as clients are told
                        .toList();
        return new NodeConfiguration("ceph", image, Map.of("PORT", "" + first), ports, MEMORY);
    }

    /**
     * What a client's {@code mon host} is, {@code host:port}; it has to speak the second protocol.
     */
    public String monitor() {
        return node(1).address();
    }

    /**
     * The gateway's address for S3; the access key is {@code lab}, its secret {@code lab-secret}.
     */
    public String s3() {
        int monitor = Integer.parseInt(monitor().substring(monitor().indexOf(':') + 1));
        return "http://127.0.0.1:" + (monitor + GATEWAY * DISTANCE);
    }

    /** Kills an OSD, 0 to 2, at once. */
    public void killOsd(int osd) {
        node(1).run("bash", "/opt/ceph/daemon.sh", "kill", "osd." + osd);
    }

    /** Starts an OSD again. Does not wait until it serves. */
    public void startOsd(int osd) {
        node(1).run("bash", "/opt/ceph/daemon.sh", "start", "osd." + osd);
    }
}

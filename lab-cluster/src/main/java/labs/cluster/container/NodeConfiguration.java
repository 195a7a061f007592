package labs.cluster.container;

import java.util.List;
import java.util.Map;

/**
 * What one container is to be.
 *
 * @param name its host name for the others
 * @param image built by {@link Images}
 * @param ports on the loopback of this machine, and inside
 * @param memory MiB
 */
record NodeConfiguration(
        String name,
        String image,
        Map<String, String> environment,
        List<PublishedPort> ports,
        int memory) {

    /** A port of this machine that leads to one of the container. */
    record PublishedPort(int outside, int inside) {}

    /** Where its first port is reached. */
    String address() {
        return ports.isEmpty() ? "" : "127.0.0.1:" + ports.get(0).outside();
    }
}

package labs.cluster.kafka;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import labs.cluster.Ports;

/** What the servers of a cluster are told: lines of Kafka's configuration files. */
final class Configuration {
    private static final String HOST = "127.0.0.1:";
    private static final int CONTROLLER_ID = 100;

    private Configuration() {}

    /** Servers that are broker and controller in one. */
    static List<KafkaNode> combined(int count, Path directory, String clusterId) {
        List<Integer> ports = Ports.free(2 * count);
        String voters =
                IntStream.range(0, count)
                        .mapToObj(i -> (i + 1) + "@" + HOST + ports.get(2 * i + 1))
                        .collect(Collectors.joining(","));
        var servers = new ArrayList<KafkaNode>();
        for (int i = 0; i < count; i++) {
            int id = i + 1;
            int port = ports.get(2 * i);
            Path own = directory.resolve("server-" + id);
            var lines = common(id, own, count);
            lines.add("process.roles=broker,controller");
            lines.add(listeners("PLAINTEXT", port, "CONTROLLER", ports.get(2 * i + 1)));
            lines.add("advertised.listeners=PLAINTEXT://" + HOST + port);
            lines.add("controller.listener.names=CONTROLLER");
            lines.add("controller.quorum.voters=" + voters);
            lines.add("listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
            servers.add(KafkaNode.embedded(id, port, clusterId, own, lines));
        }
        return servers;
    }

    /**
     * Brokers, and last a controller. It has a listener for each broker: whoever asks it where the
     * controller is gets told the address that belongs to the listener on which it asked.
     */
    static List<KafkaNode> wired(int count, Path directory, String clusterId, Wires wires) {
        List<Integer> ports = Ports.free(3 * count);
        var servers = new ArrayList<KafkaNode>();
        var controller = new ArrayList<String>(); // its listeners
        var advertised = new ArrayList<String>();
        for (int i = 0; i < count; i++) {
            int id = i + 1;
            int port = ports.get(3 * i);
            int replication = ports.get(3 * i + 1);
            int way = wires.toController(id, ports.get(3 * i + 2));
            controller.add(ofBroker(id) + "://" + HOST + ports.get(3 * i + 2));
            advertised.add(ofBroker(id) + "://" + HOST + way);
            Path own = directory.resolve("server-" + id);
            var lines = common(id, own, count);
            lines.add("process.roles=broker");
            lines.add(listeners("PLAINTEXT", port, "REPLICATION", replication));
            lines.add(
                    "advertised."
                            + listeners(
                                    "PLAINTEXT",
                                    port,
                                    "REPLICATION",
                                    wires.toBroker(id, replication)));
            lines.add("inter.broker.listener.name=REPLICATION");
            lines.add("controller.listener.names=" + ofBroker(id));
            lines.add("controller.quorum.voters=" + CONTROLLER_ID + "@" + HOST + way);
            lines.add(
                    "listener.security.protocol.map=PLAINTEXT:PLAINTEXT,REPLICATION:PLAINTEXT,"
                            + ofBroker(id)
                            + ":PLAINTEXT");
            servers.add(KafkaNode.embedded(id, port, clusterId, own, lines));
        }
        servers.add(controller(directory, clusterId, controller, advertised, count));
        return servers;
    }

    private static KafkaNode controller(
            Path directory,
            String clusterId,
            List<String> listeners,
            List<String> advertised,
            int brokers) {
        Path own = directory.resolve("controller");
        var lines = common(CONTROLLER_ID, own, brokers);
        String names =
                IntStream.rangeClosed(1, brokers)
                        .mapToObj(Configuration::ofBroker)
                        .collect(Collectors.joining(","));
        int port =
                Integer.parseInt(listeners.get(0).substring(listeners.get(0).lastIndexOf(':') + 1));
        lines.add("process.roles=controller");
        lines.add("listeners=" + String.join(",", listeners));
        lines.add("advertised.listeners=" + String.join(",", advertised));
        lines.add("controller.listener.names=" + names);
        lines.add("controller.quorum.voters=" + CONTROLLER_ID + "@" + HOST + port);
        lines.add(
                "listener.security.protocol.map="
                        + names.replace(",", ":PLAINTEXT,")
                        + ":PLAINTEXT");
        return KafkaNode.embedded(CONTROLLER_ID, port, clusterId, own, lines);
    }

    private static String ofBroker(int id) {
        return "CONTROLLER" + id;
    }

    private static String listeners(String first, int port, String second, int secondPort) {
        return "listeners="
                + first
                + "://"
                + HOST
                + port
                + ","
                + second
                + "://"
                + HOST
                + secondPort;
    }

    private static List<String> common(int id, Path directory, int brokers) {
        int replicas = Math.min(3, brokers);
        return new ArrayList<>(
                List.of(
                        "node.id=" + id,
                        "log.dirs=" + directory.resolve("data"),
                        "default.replication.factor=" + replicas,
                        "min.insync.replicas=" + (replicas / 2 + 1),
                        "offsets.topic.replication.factor=" + replicas,
                        "offsets.topic.num.partitions=1",
                        "transaction.state.log.replication.factor=" + replicas,
                        "transaction.state.log.min.isr=" + (replicas / 2 + 1),
                        "transaction.state.log.num.partitions=1",
                        "share.coordinator.state.topic.replication.factor=" + replicas,
                        "share.coordinator.state.topic.min.isr=1",
                        "group.initial.rebalance.delay.ms=0",
                        "log.cleaner.dedupe.buffer.size=16777216",
                        "log.index.size.max.bytes=1048576",
                        "broker.session.timeout.ms=3000",
                        "broker.heartbeat.interval.ms=500"));
    }
}

package labs.cluster.kafka;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import labs.cluster.ChildJvm;
import labs.cluster.Node;
import labs.cluster.ProcessNode;
import labs.cluster.ServerProcess;
import labs.cluster.SystemNode;

/** One server of a {@link KafkaCluster}: its number is its {@code node.id}. Thread-safe. */
public final class KafkaNode extends SystemNode {
    /** The system property with flags of the servers' JVMs. */
    public static final String JVM = "lab.kafka.jvm";

    KafkaNode(Node node) {
        super(node);
    }

    /** One that is a child JVM. */
    static KafkaNode embedded(
            int id, int port, String clusterId, Path directory, List<String> configuration) {
        var process = new ServerProcess("Kafka server " + id, directory.resolve("server.log"));
        return new KafkaNode(
                new ProcessNode(
                        id,
                        "127.0.0.1:" + port,
                        process,
                        () -> prepare(clusterId, directory, configuration)));
    }

    private static List<String> prepare(
            String clusterId, Path directory, List<String> configuration) throws IOException {
        Files.createDirectories(directory);
        Path file = directory.resolve("server.properties");
        Files.write(file, configuration);
        String flags = System.getProperty(JVM, String.join(" ", ChildJvm.SHORT_LIVED));
        var all = new ArrayList<>(List.of(flags.split(" ")));
        all.addAll(
                List.of(
                        "-Xmx512m",
                        "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                        "-Dorg.slf4j.simpleLogger.dateTimeFormat=HH:mm:ss.SSS"));
        return ChildJvm.command(
                all, KafkaServerMain.class.getName(), List.of(file.toString(), clusterId));
    }
}

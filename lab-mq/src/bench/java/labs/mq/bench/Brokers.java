package labs.mq.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import labs.cluster.FileTrees;
import labs.cluster.kafka.KafkaCluster;
import labs.kit.bench.Artifact;
import org.apache.kafka.server.common.MetadataVersion;

/** The two brokers, each in a process of its own. Neither waits for the disk when it appends. */
final class Brokers implements AutoCloseable {
    static final String OURS = "ours";
    static final String KAFKA = "Kafka " + Artifact.version(MetadataVersion.class);

    /** Small on purpose: what it has to keep is in the page cache. */
    static final List<String> FLAGS = List.of("-Xms96m", "-Xmx96m", "-XX:+UseSerialGC");

    private final Path directory = Files.createTempDirectory("lab-mq-bench-");
    private final Child child;
    private final KafkaCluster cluster;
    private final Side ours;
    private final Side kafka;

    Brokers() throws IOException {
        child = new Child(FLAGS, OursMain.class, directory.toString(), "0");
        child.hear("started");
        ours = new Side(OURS, child.hear("address"), child.pid());
        cluster = KafkaCluster.start(1);
        kafka = new Side(KAFKA, cluster.bootstrapServers(), cluster.nodes().get(0).pid());
    }

    /** Both, another one first each time. */
    List<Side> inTurns(int round) {
        return round % 2 == 0 ? List.of(ours, kafka) : List.of(kafka, ours);
    }

    @Override
    public void close() throws InterruptedException, IOException {
        cluster.close();
        child.close();
        FileTrees.delete(directory);
    }
}

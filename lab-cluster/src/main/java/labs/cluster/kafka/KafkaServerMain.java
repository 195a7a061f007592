package labs.cluster.kafka;

import java.io.FileReader;
import java.io.Reader;
import java.util.Properties;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.Feature;
import org.apache.kafka.server.common.MetadataVersion;

/** One server of the cluster: makes its directory ready, then becomes Kafka. */
final class KafkaServerMain {
    private KafkaServerMain() {}

    /**
     * @param args the path of a Kafka configuration file, and the cluster's id
     */
    public static void main(String[] args) throws Exception {
        format(args[0], args[1]);
        kafka.Kafka.main(new String[] {args[0]});
    }

    /** Makes its directory ready, if it is new. */
    private static void format(String file, String clusterId) throws Exception {
        var configuration = new Properties();
        try (Reader in = new FileReader(file)) {
            configuration.load(in);
        }
        String directory = configuration.getProperty("log.dirs");
        new Formatter()
                .setClusterId(clusterId)
                .setNodeId(Integer.parseInt(configuration.getProperty("node.id")))
                .setReleaseVersion(MetadataVersion.latestProduction())
                .setSupportedFeatures(Feature.PRODUCTION_FEATURES)
                .setControllerListenerName(
                        configuration.getProperty("controller.listener.names").split(",")[0])
                .setMetadataLogDirectory(directory)
                .addDirectory(directory)
                .setIgnoreFormatted(true)
                .run();
    }
}

package labs.mq.cluster;

import labs.cluster.junit.SharedCluster;
import labs.cluster.junit.SharedServers;
import labs.cluster.kafka.KafkaCluster;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;

/** What {@link WithKafka} does. */
final class KafkaExtension extends SharedCluster<KafkaCluster> {
    private static Topics topics; // guarded by the class; ends before the cluster does

    KafkaExtension() {
        super(KafkaCluster.class, () -> KafkaCluster.fromEnvironmentOr(1));
    }

    private static synchronized Topics topics(KafkaCluster cluster) {
        if (topics == null) {
            topics = new Topics(cluster.bootstrapServers());
            SharedServers.add(KafkaExtension::end);
        }
        return topics;
    }

    private static synchronized void end() {
        topics.close();
        topics = null;
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Topics.class
                || super.supportsParameter(parameter, context);
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Topics.class
                ? topics(cluster(context))
                : super.resolveParameter(parameter, context);
    }
}

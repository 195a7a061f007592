package labs.mq.cluster;

import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store.CloseableResource;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** What {@link WithKafka} does. */
final class KafkaExtension implements BeforeEachCallback, ParameterResolver {
    private static final Namespace NAMESPACE = Namespace.create(KafkaExtension.class);

    /** Closed when the whole run of tests is. */
    private record Shared(KafkaCluster cluster, Topics topics)
            implements CloseableResource, AutoCloseable {
        static Shared start() {
            KafkaCluster cluster = KafkaCluster.fromEnvironmentOr(1);
            return new Shared(cluster, new Topics(cluster.bootstrapServers()));
        }

        @Override
        public void close() {
            topics.close();
            cluster.close();
        }
    }

    private static Shared shared(ExtensionContext context) {
        return context.getRoot()
                .getStore(NAMESPACE)
                .getOrComputeIfAbsent(Shared.class, type -> Shared.start(), Shared.class);
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        shared(context).cluster().heal();
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == KafkaCluster.class || type == Topics.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Shared shared = shared(context);
        return parameter.getParameter().getType() == KafkaCluster.class
                ? shared.cluster()
                : shared.topics();
    }
}

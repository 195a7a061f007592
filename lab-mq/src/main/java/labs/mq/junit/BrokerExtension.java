package labs.mq.junit;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import labs.mq.broker.Broker;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * A broker for all tests of a class, which is gone with its logs behind them. Register it in a
 * static field, or with {@code @ExtendWith}; a test may have the {@link Broker} as a parameter.
 */
public final class BrokerExtension
        implements BeforeAllCallback, AfterAllCallback, ParameterResolver {
    private final Map<String, Integer> topics = new LinkedHashMap<>();
    private Broker broker; // of the class that is running; its tests may run on any thread

    /** Also makes a topic, before the first test. */
    public BrokerExtension withTopic(String name, int partitions) {
        topics.put(name, partitions);
        return this;
    }

    @Override
    public synchronized void beforeAll(ExtensionContext context) throws IOException {
        broker = Broker.start();
        for (Map.Entry<String, Integer> topic : topics.entrySet()) {
            broker.createTopic(topic.getKey(), topic.getValue());
        }
    }

    @Override
    public synchronized void afterAll(ExtensionContext context) throws IOException {
        if (broker != null) { // else it did not start, which was said
            broker.close();
            broker = null;
        }
    }

    /** The broker; there is one while the tests of its class run. */
    public synchronized Broker broker() {
        if (broker == null) {
            throw new IllegalStateException(
                    "there is no broker outside of a class's tests: register the extension in a"
                            + " static field");
        }
        return broker;
    }

    /** What a client's {@code bootstrap.servers} wants. */
    public String address() {
        return broker().address();
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Broker.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return broker();
    }
}

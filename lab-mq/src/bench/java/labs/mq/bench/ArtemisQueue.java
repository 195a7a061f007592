package labs.mq.bench;

import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.nio.file.Path;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.server.JournalType;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;

/**
 * ActiveMQ Artemis in this JVM, without a network, with its journal on NIO. Sends and
 * acknowledgements wait until the server has written them down, as ours do.
 */
final class ArtemisQueue implements ClassicQueue {
    private static final String NAME = "bench";

    private final EmbeddedActiveMQ server = new EmbeddedActiveMQ();
    private final ActiveMQConnectionFactory factory;
    private final Connection connection;

    ArtemisQueue(Path directory, boolean sync) throws Exception {
        var configuration = new ConfigurationImpl();
        configuration
                .setPersistenceEnabled(true)
                .setSecurityEnabled(false)
                .setJMXManagementEnabled(false)
                .setJournalType(JournalType.NIO)
                .setJournalSyncNonTransactional(sync)
                .setJournalSyncTransactional(sync)
                .setJournalDirectory(directory.resolve("journal").toString())
                .setBindingsDirectory(directory.resolve("bindings").toString())
                .setPagingDirectory(directory.resolve("paging").toString())
                .setLargeMessagesDirectory(directory.resolve("large").toString())
                .addAcceptorConfiguration("in-vm", "vm://0");
        server.setConfiguration(configuration).start();
        factory = new ActiveMQConnectionFactory("vm://0");
        factory.setBlockOnDurableSend(true);
        factory.setBlockOnAcknowledge(true);
        connection = factory.createConnection();
        connection.start();
    }

    @Override
    public Producer producer() throws JMSException {
        Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
        MessageProducer producer = session.createProducer(session.createQueue(NAME));
        producer.setDeliveryMode(DeliveryMode.PERSISTENT);
        return new Producer() {
            @Override
            public void put(byte[] body) throws JMSException {
                BytesMessage message = session.createBytesMessage();
                message.writeBytes(body);
                producer.send(message);
            }

            @Override
            public void close() throws JMSException {
                session.close();
            }
        };
    }

    @Override
    public Consumer consumer() throws JMSException {
        Session session = connection.createSession(false, Session.CLIENT_ACKNOWLEDGE);
        MessageConsumer consumer = session.createConsumer(session.createQueue(NAME));
        return new Consumer() {
            @Override
            public byte[] takeAndAck() throws JMSException {
                var message = (BytesMessage) consumer.receive(1_000);
                if (message == null) {
                    return null;
                }
                var body = new byte[(int) message.getBodyLength()];
                message.readBytes(body);
                message.acknowledge();
                return body;
            }

            @Override
            public void close() throws JMSException {
                session.close();
            }
        };
    }

    @Override
    public void close() throws Exception {
        connection.close();
        factory.close();
        server.stop();
    }
}

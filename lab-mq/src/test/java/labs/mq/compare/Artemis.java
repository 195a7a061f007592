package labs.mq.compare;

import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.time.Duration;
import java.util.Optional;
import labs.mq.artemis.ArtemisServer;
import org.apache.activemq.artemis.api.jms.ActiveMQJMSConstants;

/** ActiveMQ Artemis in this JVM, through JMS. */
final class Artemis implements MessageSystem {
    private final ArtemisServer server = ArtemisServer.start(Question.ATTEMPTS);
    private int destinations;

    @Override
    public String name() {
        return "Artemis";
    }

    @Override
    public Destination open() throws Exception {
        return new Queue(server.connections(), "compare-" + destinations++);
    }

    private record Queue(ConnectionFactory connections, String queue) implements Destination {
        @Override
        public Duration silence() {
            return Duration.ofMillis(500);
        }

        @Override
        public void send(String body, int priority, Duration delay) throws Exception {
            try (Connection connection = connections.createConnection();
                    Session session = connection.createSession(Session.AUTO_ACKNOWLEDGE);
                    var producer = session.createProducer(session.createQueue(queue))) {
                producer.setPriority(priority);
                producer.setDeliveryDelay(delay.toMillis());
                producer.send(session.createTextMessage(body));
            }
        }

        @Override
        public Receiver receiver(String group) throws Exception {
            return new Consumer(connections.createConnection(), queue);
        }

        @Override
        public void close() {}
    }

    /** It acknowledges each message by itself, which JMS leaves to the vendor. */
    private static final class Consumer implements Receiver {
        private final Connection connection;
        private final Session session;
        private final MessageConsumer consumer;

        Consumer(Connection connection, String queue) throws JMSException {
            this.connection = connection;
            session = connection.createSession(ActiveMQJMSConstants.INDIVIDUAL_ACKNOWLEDGE);
            consumer = session.createConsumer(session.createQueue(queue));
            connection.start();
        }

        @Override
        public Optional<Received> receive(Duration wait) throws Exception {
            Message message = consumer.receive(wait.toMillis());
            return message == null
                    ? Optional.empty()
                    : Optional.of(new Received(((TextMessage) message).getText(), message));
        }

        @Override
        public void finish(Received message) throws Exception {
            ((Message) message.token()).acknowledge();
        }

        @Override
        public void refuse(Received message) throws Exception {
            session.recover();
        }

        @Override
        public void close() throws Exception {
            connection.close();
        }
    }

    @Override
    public void close() {
        server.close();
    }
}

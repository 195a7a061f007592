package labs.mq.artemis;

import jakarta.jms.ConnectionFactory;
import java.nio.file.Path;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.server.JournalType;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;

/** A real Artemis in this JVM, with a journal in a temporary directory. Thread-safe. */
public final class ArtemisServer implements AutoCloseable {
    public static final String DEAD_LETTERS = "dead-letters";

    private static final String ADDRESS = "vm://0";

    private final EmbeddedActiveMQ server;
    private final Scratch directory;

    private ArtemisServer(EmbeddedActiveMQ server, Scratch directory) {
        this.server = server;
        this.directory = directory;
    }

    /**
     * Starts one that moves a message to {@link #DEAD_LETTERS} after so many deliveries in vain.
     *
     * @throws IllegalStateException if it does not start, with its reason
     */
    public static ArtemisServer start(int deliveries) {
        try {
            Scratch directory = Scratch.create("artemis");
            var server = new EmbeddedActiveMQ();
            server.setConfiguration(configuration(directory.path(), deliveries));
            server.start();
            return new ArtemisServer(server, directory);
        } catch (Exception e) { // what it declares
            throw new IllegalStateException("Artemis does not start: " + e.getMessage(), e);
        }
    }

    private static Configuration configuration(Path directory, int deliveries) throws Exception {
        var settings = new AddressSettings();
        settings.setMaxDeliveryAttempts(deliveries);
        settings.setDeadLetterAddress(SimpleString.of(DEAD_LETTERS));
        settings.setRedeliveryDelay(0);
        return new ConfigurationImpl()
                .setName("lab-mq")
                .setSecurityEnabled(false)
                .setPersistenceEnabled(true)
                .setJournalType(JournalType.NIO)
                .setJournalDatasync(false) // as our queue, which leaves the disk to the system
                .setJournalDirectory(directory.resolve("journal").toString())
                .setBindingsDirectory(directory.resolve("bindings").toString())
                .setLargeMessagesDirectory(directory.resolve("large").toString())
                .setPagingDirectory(directory.resolve("paging").toString())
                .addAcceptorConfiguration("vm", ADDRESS)
                .addAddressSetting("#", settings);
    }

    /** Each consumer is given one message at a time, and not a stock of them. */
    public ConnectionFactory connections() {
        return connections(0);
    }

    /** A consumer may be sent so many bytes ahead of what it asked for. */
    public ConnectionFactory connections(int windowBytes) {
        return new ActiveMQConnectionFactory(ADDRESS + "?consumerWindowSize=" + windowBytes);
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) { // what it declares
            throw new IllegalStateException("Artemis does not stop: " + e.getMessage(), e);
        } finally {
            directory.close();
        }
    }
}

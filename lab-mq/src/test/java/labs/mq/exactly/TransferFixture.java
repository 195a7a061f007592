package labs.mq.exactly;

import java.time.Duration;
import java.util.List;
import labs.mq.cluster.ChildProcess;
import labs.mq.cluster.Topics;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Two topics of one test, and who transfers between them. */
abstract class TransferFixture {
    static final Duration LONG = Duration.ofSeconds(20);

    final String bootstrapServers;
    final Topics topics;
    final String input;
    final String output;
    final String application;

    TransferFixture(String bootstrapServers, Topics topics) {
        this.bootstrapServers = bootstrapServers;
        this.topics = topics;
        this.input = topics.create(2);
        this.output = topics.create(2);
        this.application = "application-" + input;
    }

    TransferSettings settings(int worker) {
        return new TransferSettings(bootstrapServers, application, worker, input, output);
    }

    ChildProcess start(String kind, int stopAt) {
        return ChildProcess.start(
                TransferMain.class.getName(),
                kind,
                bootstrapServers,
                application,
                "0",
                input,
                output,
                Integer.toString(stopAt));
    }

    /** Whether the group has committed all of that many records. */
    boolean isThrough(int records) {
        return topics.committedOffset(application) >= records;
    }

    /** What a reader of committed records sees. */
    List<String> results() {
        return topics.committed(output).stream().map(ConsumerRecord::value).toList();
    }
}

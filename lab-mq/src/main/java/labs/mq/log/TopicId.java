package labs.mq.log;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.kafka.common.Uuid;

/** What tells a topic from one of the same name that was deleted; kept with its first log. */
final class TopicId {
    private static final String FILE = "topic.id";

    private TopicId() {}

    /** The id of the topic with that first log; it gets one if it has none. */
    static Uuid of(Path firstLog) throws IOException {
        Path file = firstLog.resolve(FILE);
        if (!Files.exists(file)) {
            Files.writeString(file, Uuid.randomUuid() + "\n");
        }
        String text = Files.readString(file).strip();
        try {
            return Uuid.fromString(text);
        } catch (IllegalArgumentException e) {
            throw new LogDirectoryException(
                    file + " holds no topic's id: delete it, and the topic gets another");
        }
    }
}

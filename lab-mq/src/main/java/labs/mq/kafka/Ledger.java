package labs.mq.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * The outside world: a file with a line for each time that the work for a record was done. It
 * outlives the process that writes it, and nothing undoes it.
 */
final class Ledger implements Processor {
    private final Path file;

    Ledger(Path file) {
        this.file = file;
    }

    @Override
    public void process(ConsumerRecord<String, String> record) {
        try {
            Files.write(
                    file,
                    (record.value() + "\n").getBytes(UTF_8),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }
}

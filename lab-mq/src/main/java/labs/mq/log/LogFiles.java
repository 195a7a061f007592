package labs.mq.log;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The files of a log, by their names. */
record LogFiles(Path directory) {
    private static final Pattern SEGMENT = Pattern.compile("\\d{20}\\.log");
    private static final Pattern HALF = Pattern.compile("\\d{20}\\.(log\\.compacted|index\\.new)");

    /** Those of the segments, in the order of their offsets. */
    List<Path> segments() throws IOException {
        return named(SEGMENT);
    }

    /** What was being written beside a segment when the process died. */
    void deleteHalf() throws IOException {
        for (Path file : named(HALF)) {
            Files.delete(file);
        }
    }

    private List<Path> named(Pattern name) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> name.matcher(file.getFileName().toString()).matches())
                    .sorted()
                    .toList();
        }
    }

    /** Makes their names safe against a loss of power: they stand in the directory. */
    void forceNames() throws IOException {
        try (var names = FileChannel.open(directory)) {
            names.force(true);
        }
    }

    /** Deletes all of them, and the directory. */
    void deleteAll() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(directory);
    }
}

package labs.mq.kafka;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;

/**
 * Snapshots of partitions in a directory that all members of a group can reach, one file each. It
 * believes whoever writes: that only the owner does is the caller's business.
 */
public final class SnapshotStore {
    private static final String OFFSET = "next.offset";
    private static final String COUNT = "count.";

    private final Path directory;

    /** In that directory, which exists. */
    public SnapshotStore(Path directory) {
        this.directory = directory;
    }

    /** What was saved last; an empty one from offset 0 if nothing was. */
    public Snapshot load(int partition) {
        Path file = file(partition);
        if (!Files.exists(file)) {
            return new Snapshot(0, Map.of());
        }
        var entries = new Properties();
        try (Reader in = Files.newBufferedReader(file)) {
            entries.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
        var counts = new HashMap<String, Long>();
        for (String name : entries.stringPropertyNames()) {
            if (name.startsWith(COUNT)) {
                counts.put(name.substring(COUNT.length()), Long.valueOf(entries.getProperty(name)));
            }
        }
        return new Snapshot(Long.parseLong(entries.getProperty(OFFSET)), counts);
    }

    /** Replaces what was saved, as a whole. */
    public void save(int partition, Snapshot snapshot) {
        var entries = new Properties();
        entries.setProperty(OFFSET, Long.toString(snapshot.nextOffset()));
        snapshot.counts().forEach((key, n) -> entries.setProperty(COUNT + key, n.toString()));
        try {
            Path draft = Files.createTempFile(directory, "draft-", ".tmp");
            try (Writer out = Files.newBufferedWriter(draft)) {
                entries.store(out, null);
            }
            Files.move(
                    draft,
                    file(partition),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot save partition " + partition, e);
        }
    }

    private Path file(int partition) {
        return directory.resolve("partition-" + partition + ".properties");
    }
}

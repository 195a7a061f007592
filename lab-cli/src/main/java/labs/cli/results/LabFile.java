package labs.cli.results;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.TreeMap;
import labs.cli.course.Repository;
import labs.cli.problem.UsageException;

/** A JSON file in {@code .lab}: what lab remembers of a working copy, by exercise. */
public final class LabFile<T> {
    private static final ObjectMapper JSON =
            new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private final Path path;
    private final TypeReference<TreeMap<String, T>> type;

    public LabFile(Repository repository, String name, TypeReference<TreeMap<String, T>> type) {
        this.path = repository.root().resolve(".lab").resolve(name);
        this.type = type;
    }

    /** What is remembered; empty when there is no file yet. */
    public Map<String, T> read() {
        try {
            return JSON.readValue(Files.readString(path), type);
        } catch (NoSuchFileException nothingYet) {
            return new TreeMap<>();
        } catch (JsonProcessingException broken) {
            throw new UsageException(path + " is damaged; delete it and check again");
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** Remembers {@code value} of {@code exercise} and keeps the others. */
    public void put(String exercise, T value) {
        Map<String, T> all = read();
        all.put(exercise, value);
        write(all);
    }

    private void write(Map<String, T> all) {
        try {
            Files.createDirectories(path.getParent());
            Path next = path.resolveSibling(path.getFileName() + ".new");
            Files.writeString(next, JSON.writeValueAsString(all) + "\n");
            // At once, so that a Ctrl-C here leaves the old file or the new one.
            Files.move(next, path, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}

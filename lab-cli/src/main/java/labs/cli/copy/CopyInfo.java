package labs.cli.copy;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import labs.cli.course.Repository;

/**
 * What a copy knows of itself, in {@code .lab/copy.json}.
 *
 * @param kind {@code start} or {@code handout}
 * @param reference where the solutions are; null in a handout
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CopyInfo(String kind, String reference) {
    private static final ObjectMapper JSON =
            new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    static CopyInfo start(Path reference) {
        return new CopyInfo("start", reference.toString());
    }

    static CopyInfo handout() {
        return new CopyInfo("handout", null);
    }

    /** Of the copy that {@code repository} is; empty for the reference itself. */
    public static Optional<CopyInfo> of(Repository repository) {
        if (!repository.isCopy()) {
            return Optional.empty();
        }
        try {
            Path file = repository.root().resolve(Repository.COPY_FILE);
            return Optional.of(JSON.readValue(Files.readString(file), CopyInfo.class));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    void write(Path copy) {
        try {
            Path file = copy.resolve(Repository.COPY_FILE);
            Files.createDirectories(file.getParent());
            Files.writeString(file, JSON.writeValueAsString(this) + "\n");
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}

package labs.cli.yaml;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import labs.cli.problem.CourseException;
import labs.cli.problem.Problems;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;

/** Opens a YAML file whose top is a mapping. */
public final class YamlFile {
    private YamlFile() {}

    /**
     * Reads {@code file}; mistakes found while asking the returned map go to {@code problems}.
     *
     * @throws CourseException if the file is absent or is not YAML at all
     */
    public static YamlMap read(Path file, Problems problems) {
        Node top = compose(file).orElseThrow(() -> new CourseException(file, 0, "is empty"));
        if (top instanceof MappingNode map) {
            return new YamlMap(file, map, problems);
        }
        throw new CourseException(file, lineOf(top), "must be a mapping of keys to values");
    }

    private static Optional<Node> compose(Path file) {
        try (Reader in = Files.newBufferedReader(file)) {
            return new Compose(LoadSettings.builder().build()).composeReader(in);
        } catch (NoSuchFileException absent) {
            throw new CourseException(file, 0, "does not exist");
        } catch (MalformedInputException notUtf8) {
            throw new CourseException(file, 0, "is not UTF-8");
        } catch (MarkedYamlEngineException broken) {
            throw new CourseException(file, lineOf(broken), "is not YAML: " + broken.getProblem());
        } catch (YamlEngineException broken) {
            throw new CourseException(file, 0, "is not YAML: " + broken.getMessage());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static int lineOf(MarkedYamlEngineException broken) {
        return broken.getProblemMark().map(mark -> mark.getLine() + 1).orElse(0);
    }

    static int lineOf(Node node) {
        return node.getStartMark().map(Mark::getLine).orElse(-1) + 1;
    }
}

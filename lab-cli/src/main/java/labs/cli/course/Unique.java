package labs.cli.course;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import labs.cli.problem.Problems;
import labs.cli.yaml.YamlText;

/** Things of one kind that may stand in a manifest only once. */
final class Unique {
    private final Path file;
    private final String kind;
    private final Problems problems;
    private final Map<String, Integer> seen = new HashMap<>();

    Unique(Path file, String kind, Problems problems) {
        this.file = file;
        this.kind = kind;
        this.problems = problems;
    }

    void add(YamlText text) {
        Integer before = seen.putIfAbsent(text.value(), text.line());
        if (before != null) {
            problems.add(
                    file,
                    text.line(),
                    "the %s %s stands in line %d already",
                    kind,
                    text.value(),
                    before);
        }
    }
}

package labs.cli.course;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import labs.cli.problem.Problems;
import labs.cli.yaml.YamlFile;
import labs.cli.yaml.YamlMap;

/** {@code course.yaml}: every chapter of the course in its order, open or to come. */
public record CourseMap(String title, List<Entry> entries) {
    static final String FILE = "course.yaml";

    public CourseMap {
        entries = List.copyOf(entries);
    }

    /**
     * One line of the map.
     *
     * @param module {@code lab-NAME} for a chapter with a module, {@code docs} for one that is read
     * @param line where it stands in {@code course.yaml}
     */
    public record Entry(int number, String module, String title, int line) {

        /** The chapter's name, {@code rpc} for the module {@code lab-rpc}; none for a reading. */
        public Optional<String> chapter() {
            return module.startsWith("lab-") ? Optional.of(module.substring(4)) : Optional.empty();
        }
    }

    static CourseMap read(Path file) {
        Problems problems = new Problems();
        YamlMap yaml = YamlFile.read(file, problems).knows("title", "chapters");
        List<Entry> entries = new ArrayList<>();
        for (YamlMap chapter : yaml.maps("chapters")) {
            entries.add(entry(chapter));
            int number = chapter.number("number", 1);
            if (number != entries.size()) {
                problems.add(
                        file,
                        chapter.line("number"),
                        "chapters count from 1 without a gap: this one is %d",
                        entries.size());
            }
        }
        String title = yaml.text("title");
        problems.throwIfAny();
        return new CourseMap(title, entries);
    }

    private static Entry entry(YamlMap chapter) {
        chapter.knows("number", "module", "title");
        return new Entry(
                chapter.number("number", 1),
                chapter.text("module"),
                chapter.text("title"),
                chapter.line());
    }
}

package labs.cli.course;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import labs.cli.problem.Problems;
import labs.cli.yaml.YamlFile;
import labs.cli.yaml.YamlMap;
import labs.cli.yaml.YamlText;

/**
 * Reads {@code lab.yaml} strictly: a chapter that comes out of here names only what is there, and
 * its points add up. All mistakes of a manifest are reported together.
 */
public final class ManifestReader {
    static final String FILE = "lab.yaml";

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]*");

    private final Path file;
    private final Path dir;
    private final boolean reference;
    private final Problems problems = new Problems();

    private ManifestReader(Path file, boolean reference) {
        this.file = file;
        this.reference = reference;
        this.dir = file.toAbsolutePath().getParent();
    }

    /**
     * Reads the manifest of a reference chapter and compares it with the chapter's sources.
     *
     * @throws labs.cli.problem.CourseException with every mistake found
     */
    public static Chapter read(Path file) {
        return new ManifestReader(file, true).chapter();
    }

    /** As {@link #read}, for a copy: no markers there, and the student may delete files. */
    static Chapter readCopy(Path file) {
        return new ManifestReader(file, false).chapter();
    }

    private Chapter chapter() {
        Chapter chapter = unchecked();
        if (reference) {
            new MarkerRules(chapter, problems).check();
        }
        problems.throwIfAny();
        return chapter;
    }

    private Chapter unchecked() {
        YamlMap yaml =
                YamlFile.read(file, problems)
                        .knows("chapter", "title", "native", "demos", "bench", "exercises");
        String name = name(yaml);
        return new Chapter(
                name,
                yaml.text("title"),
                dir,
                new ExerciseReader(file, name, reference, problems).read(yaml),
                demos(yaml),
                natives(yaml),
                bench(yaml));
    }

    private String name(YamlMap yaml) {
        String name = yaml.text("chapter");
        if (!NAME.matcher(name).matches() || !dir.endsWith("lab-" + name)) {
            problems.add(
                    file,
                    yaml.line("chapter"),
                    "chapter '%s' must lie in a folder lab-%s, and this is %s",
                    name,
                    name,
                    dir.getFileName());
        }
        return name;
    }

    private List<Demo> demos(YamlMap yaml) {
        List<YamlMap> maps = yaml.maps("demos");
        Unique names = new Unique(file, "demo", problems);
        maps.forEach(map -> names.add(new YamlText(map.text("name"), map.line())));
        return maps.stream().map(this::demo).toList();
    }

    private Demo demo(YamlMap map) {
        map.knows("name", "main", "title", "args", "scope");
        String main = map.text("main");
        Demo.Scope scope = scope(map);
        classExists(scope.sources(), main, map.line("main"));
        return new Demo(map.text("name"), main, map.text("title"), map.text("args", ""), scope);
    }

    private Demo.Scope scope(YamlMap map) {
        String word = map.text("scope", Demo.Scope.MAIN.word());
        Optional<Demo.Scope> scope =
                Stream.of(Demo.Scope.values()).filter(each -> each.word().equals(word)).findFirst();
        if (scope.isEmpty()) {
            problems.add(file, map.line("scope"), "'scope' is '%s'; it is main or test", word);
        }
        return scope.orElse(Demo.Scope.MAIN);
    }

    private List<NativeProgram> natives(YamlMap yaml) {
        return yaml.has("native")
                ? yaml.maps("native").stream().map(ManifestReader::nativeProgram).toList()
                : List.of();
    }

    private static NativeProgram nativeProgram(YamlMap map) {
        map.knows("program", "package", "enables");
        return new NativeProgram(map.text("program"), map.text("package"), map.text("enables"));
    }

    private Optional<String> bench(YamlMap yaml) {
        if (!yaml.has("bench")) {
            return Optional.empty();
        }
        String main = yaml.text("bench");
        classExists("src/bench/java", main, yaml.line("bench"));
        return Optional.of(main);
    }

    private void classExists(String sources, String name, int line) {
        if (!ClassSource.exists(dir.resolve(sources), name)) {
            problems.add(file, line, "there is no class %s in %s", name, sources);
        }
    }
}

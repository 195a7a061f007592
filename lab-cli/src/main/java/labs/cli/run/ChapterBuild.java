package labs.cli.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import labs.cli.course.Chapter;
import labs.cli.course.Repository;

/**
 * What the poms say of a chapter: its dependencies and the flags of its JVMs. Maven is asked once,
 * and again only when a pom or one of the libraries has changed. Immutable.
 *
 * @param dependencies of the tests, without the classes of the chapter itself
 * @param flags of every JVM that runs the chapter's code
 */
public record ChapterBuild(Path module, ClassPath dependencies, List<String> flags) {
    /** The modules whose classes chapters use; they are built before a chapter is. */
    private static final List<String> LIBRARIES = List.of("lab-kit", "lab-cluster");

    public ChapterBuild {
        flags = List.copyOf(flags);
    }

    /**
     * @throws BuildException when Maven can't resolve the dependencies
     */
    public static ChapterBuild of(Repository repository, Chapter chapter) {
        Path root = repository.root();
        resolveStale(root, List.of(chapter));
        ClassPath dependencies = ClassPath.parse(read(classPathFile(chapter)));
        return new ChapterBuild(chapter.dir(), dependencies, flags(root, chapter.dir()));
    }

    /**
     * Asks Maven once for all of these chapters of which {@link #of} would ask it one by one.
     *
     * @throws BuildException when it can't resolve the dependencies of one of them
     */
    public static void prepare(Repository repository, List<Chapter> chapters) {
        resolveStale(repository.root(), chapters);
    }

    private static void resolveStale(Path root, List<Chapter> chapters) {
        Map<Chapter, String> stale = new LinkedHashMap<>();
        for (Chapter chapter : chapters) {
            String state = state(root, chapter.dir());
            if (!state.equals(read(stamp(chapter))) || !usable(classPathFile(chapter))) {
                stale.put(chapter, state);
            }
        }
        if (!stale.isEmpty()) {
            resolve(root, stale.keySet().stream().map(Chapter::module).toList());
            stale.forEach((chapter, state) -> write(stamp(chapter), state));
        }
    }

    private static Path classPathFile(Chapter chapter) {
        return chapter.dir().resolve("target/test.classpath");
    }

    private static Path stamp(Chapter chapter) {
        return chapter.dir().resolve("target/lab/stamp");
    }

    /** The sources of the tests that grade. */
    public Path testSources() {
        return module.resolve("src/test/java");
    }

    public Path mainSources() {
        return module.resolve("src/main/java");
    }

    /** Compiles {@code sources} of the chapter, and copies its resources beside them. */
    public List<CompileError> compileMain(Path sources, Path output) {
        List<CompileError> errors = new Compiler(dependencies).compile(List.of(sources), output);
        FileTree.copy(module.resolve("src/main/resources"), output);
        return errors;
    }

    /** Compiles a few sources of the chapter; the classes of the others are in {@code rest}. */
    public List<CompileError> compileSome(Path sources, Path rest, Path output) {
        return new Compiler(dependencies.after(rest)).compile(List.of(sources), output);
    }

    /** Compiles the chapter's tests against the main classes in {@code main}. */
    public List<CompileError> compileTests(Path main, Path output) {
        List<CompileError> errors =
                new Compiler(dependencies.after(main)).compile(List.of(testSources()), output);
        FileTree.copy(module.resolve("src/test/resources"), output);
        return errors;
    }

    /** A JVM for those tests and those main classes, which stand last on its class path. */
    public TestJvm jvm(Path tests, Path main, Sandbox sandbox) {
        return new TestJvm(dependencies.after(tests).before(main), flags, sandbox);
    }

    /**
     * A JVM for tests of code that one trusts. Its class path begins with the jars, for the sake of
     * a {@link ClassArchive}; of several directories with main classes the first that has one wins.
     */
    public TestJvm trusted(Path tests, List<Path> main) {
        ClassPath jars = dependencies.only(ChapterBuild::isJar);
        ClassPath directories = dependencies.only(entry -> !isJar(entry)).after(tests);
        List<Path> all = new ArrayList<>(directories.entries());
        all.addAll(main);
        return new TestJvm(jars.before(all.toArray(Path[]::new)), flags, new NoSandbox());
    }

    private static boolean isJar(Path entry) {
        return entry.toString().endsWith(".jar");
    }

    private static void resolve(Path root, List<String> modules) {
        List<String> libraries =
                LIBRARIES.stream().filter(name -> Files.exists(root.resolve(name))).toList();
        if (!libraries.isEmpty()) {
            Maven.run(root, List.of("-pl", String.join(",", libraries), "-am", "compile"));
        }
        // The chapter's own sources are left out: a student's may not compile.
        Maven.run(
                root,
                List.of(
                        "-pl",
                        String.join(",", modules),
                        "-am",
                        "test-compile",
                        "-Dmaven.main.skip=true",
                        "-Dmaven.test.skip=true"));
    }

    private static List<String> flags(Path root, Path module) {
        String flags =
                PomProperty.read(module.resolve("pom.xml"), "lab.jvm")
                        .or(() -> PomProperty.read(root.resolve("pom.xml"), "lab.jvm"))
                        .orElse("");
        return Stream.of(flags.split("\\s+")).filter(flag -> !flag.isEmpty()).toList();
    }

    private static boolean usable(Path classPathFile) {
        return Files.exists(classPathFile)
                && ClassPath.parse(read(classPathFile)).entries().stream().allMatch(Files::exists);
    }

    /** Names, sizes and times of all that the dependencies depend on. */
    private static String state(Path root, Path module) {
        var state = new ArrayList<String>();
        for (Path path : inputs(root, module)) {
            FileTree.files(path).forEach(file -> state.add(describe(root, file)));
        }
        return String.join("\n", state);
    }

    private static List<Path> inputs(Path root, Path module) {
        var inputs = new ArrayList<>(List.of(root.resolve("pom.xml"), module.resolve("pom.xml")));
        for (String library : LIBRARIES) {
            inputs.add(root.resolve(library).resolve("pom.xml"));
            inputs.add(root.resolve(library).resolve("src/main"));
        }
        return inputs;
    }

    private static String describe(Path root, Path file) {
        try {
            var attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return root.relativize(file)
                    + " "
                    + attributes.size()
                    + " "
                    + attributes.lastModifiedTime();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(Path file, String text) {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

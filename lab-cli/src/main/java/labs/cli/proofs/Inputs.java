package labs.cli.proofs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import labs.cli.copy.SourceFiles;
import labs.cli.course.Chapter;
import labs.cli.course.Repository;
import labs.cli.run.ChapterBuild;

/**
 * What the proof of a part of the course stands on, as it is now. Read once; a new one sees what
 * has changed.
 */
final class Inputs {
    /** The modules that chapters use: of these counts what a chapter names. */
    private static final List<String> LIBRARIES = List.of("lab-kit", "lab-cluster");

    private static final String CLI = "lab-cli/src/main/java";
    // What judges: whatever the verification names, but not how it is printed.
    private static final String JUDGE = CLI + "/labs/cli/verify/Verification.java";
    private static final String PRINTING = CLI + "/labs/cli/terminal";
    private static final String RUNNER = "lab-runner/src/main";
    // What the README at the root shows besides: how it looks and what it runs with.
    private static final List<String> AROUND =
            List.of(
                    "README.md",
                    "course.yaml",
                    "lab",
                    "pom.xml",
                    ".mvn",
                    "lab-cli/src/main",
                    RUNNER);

    private final Path root;
    private final List<Path> files; // from the root
    private final Collection<String> judges;

    Inputs(Repository repository) {
        this.root = repository.root();
        this.files =
                SourceFiles.of(root).stream()
                        .filter(file -> Files.isRegularFile(root.resolve(file)))
                        .toList();
        this.judges = judges();
    }

    /** Of a chapter's proof, whose dependencies its build knows. */
    Fingerprint of(Chapter chapter, ChapterBuild build) {
        Map<String, Collection<String>> parts = new TreeMap<>();
        List<Path> own = below(chapter.module());
        parts.put("its own files", hashes(own));
        libraries(own).forEach((name, used) -> parts.put(name, hashes(used)));
        parts.put("what judges", judges);
        parts.put("its dependencies", dependencies(build));
        parts.put("its JVM's flags", List.of(String.join(" ", build.flags())));
        parts.put("the JDK", List.of(Integer.toString(Runtime.version().feature())));
        return Fingerprint.of(parts);
    }

    /** Of the proof of the README at the root, which speaks of these chapters among others. */
    Fingerprint ofReadme(Collection<Chapter> chapters, Function<Chapter, Fingerprint> ofChapter) {
        Map<String, Collection<String>> parts = new TreeMap<>();
        parts.put("the README, the command and what stands around", hashes(below(AROUND)));
        String text = read(root.resolve("README.md"));
        chapters.stream()
                .filter(chapter -> isRun(chapter, text))
                .forEach(
                        chapter ->
                                parts.put(
                                        chapter.name(), List.of(ofChapter.apply(chapter).value())));
        return Fingerprint.of(parts);
    }

    /** Whether a line that runs the command names the chapter. */
    private static boolean isRun(Chapter chapter, String readme) {
        return readme.lines()
                .filter(line -> line.startsWith("./lab "))
                .anyMatch(line -> line.matches(".*\\b" + chapter.name() + "\\b.*"));
    }

    private Map<String, Collection<Path>> libraries(List<Path> users) {
        Set<Path> used = sourcesOf(LIBRARIES).usedBy(absolute(users));
        Map<String, Collection<Path>> byName = new TreeMap<>();
        for (String library : LIBRARIES) {
            List<Path> ofIt = used.stream().filter(in(library)).map(root::relativize).toList();
            byName.put(library, ofIt.isEmpty() ? List.of() : withResources(library, ofIt));
        }
        return byName;
    }

    private Predicate<Path> in(String module) {
        return file -> file.startsWith(root.resolve(module));
    }

    /** A resource is found by a name that may be put together: all count. */
    private Collection<Path> withResources(String library, List<Path> sources) {
        var all = new TreeSet<>(sources);
        all.addAll(below(library + "/src/main/resources"));
        return all;
    }

    private Collection<String> judges() {
        Path judge = root.resolve(JUDGE);
        var all = new TreeSet<>(below(RUNNER));
        if (Files.exists(judge)) {
            all.add(root.relativize(judge));
            NamedSources.of(List.of(root.resolve(CLI)), absolute(below(CLI)))
                    .usedBy(List.of(judge))
                    .forEach(file -> all.add(root.relativize(file)));
        }
        all.removeIf(file -> file.startsWith(PRINTING));
        return hashes(all);
    }

    private NamedSources sourcesOf(List<String> modules) {
        List<Path> roots =
                modules.stream().map(name -> root.resolve(name + "/src/main/java")).toList();
        return NamedSources.of(roots, absolute(below(modules)));
    }

    private List<Path> below(String directory) {
        return below(List.of(directory));
    }

    private List<Path> below(List<String> paths) {
        return files.stream().filter(file -> paths.stream().anyMatch(file::startsWith)).toList();
    }

    private List<Path> absolute(Collection<Path> relative) {
        return relative.stream().map(root::resolve).toList();
    }

    /** Names and versions, as the local Maven repository has them: its own place does not count. */
    private List<String> dependencies(ChapterBuild build) {
        return build.dependencies().entries().stream()
                .filter(entry -> !entry.startsWith(root) && entry.toString().endsWith(".jar"))
                .map(Inputs::nameAndVersion)
                .toList();
    }

    private static String nameAndVersion(Path jar) {
        int names = jar.getNameCount();
        return jar.subpath(Math.max(0, names - 3), names).toString();
    }

    private List<String> hashes(Collection<Path> relative) {
        var lines = new ArrayList<String>();
        relative.forEach(file -> lines.add(file + " " + hash(root.resolve(file))));
        return lines;
    }

    private static String hash(Path file) {
        try {
            return Fingerprint.hash(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }
}

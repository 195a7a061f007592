package labs.cli.grade;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import labs.cli.course.Chapter;
import labs.cli.course.Exercise;
import labs.cli.run.CompileError;
import labs.cli.run.FileTree;

/**
 * Makes the classes of one submission: the starter, with the student's files laid over it. A file
 * that does not compile is replaced by the starter's, so that it costs its own exercise and no
 * other. Confined to one thread.
 */
final class StudentBuild {
    private static final int MOST_ROUNDS = 8;

    private final Chapter chapter;
    private final Map<String, byte[]> starter;
    private final Map<String, byte[]> files;
    private final Map<String, String> broken = new LinkedHashMap<>();
    private final List<String> notes = new ArrayList<>();

    StudentBuild(Chapter chapter, Map<String, byte[]> starter, Map<String, byte[]> taken) {
        this.chapter = chapter;
        this.starter = starter;
        this.files = new TreeMap<>(starter);
        files.putAll(taken);
    }

    /**
     * Compiles into {@code classes}, using {@code sources} for the files; whatever these hold is
     * deleted.
     */
    void compile(SandboxedCompiler compiler, Path sources, Path classes) {
        List<CompileError> errors = round(compiler, sources, classes);
        for (int i = 1; !errors.isEmpty() && i < MOST_ROUNDS; i++) {
            if (!repair(errors, sources)) {
                break;
            }
            errors = round(compiler, sources, classes);
        }
        if (!errors.isEmpty()) {
            addOneByOne(compiler, sources, classes);
        }
    }

    /** Why an exercise cannot score, when a file of it did not compile. */
    Optional<String> broken(Exercise exercise) {
        return Optional.ofNullable(broken.get(exercise.id()));
    }

    /** Whether the student changed any file of the exercise. */
    boolean attempted(Exercise exercise) {
        return exercise.files().stream()
                .map(StudentBuild::fromSourceRoot)
                .anyMatch(file -> !Arrays.equals(files.get(file), starter.get(file)));
    }

    List<String> notes() {
        return List.copyOf(notes);
    }

    /** The sources as they were compiled. */
    Map<String, byte[]> files() {
        return files;
    }

    private List<CompileError> round(SandboxedCompiler compiler, Path sources, Path classes) {
        FileTree.delete(sources);
        FileTree.delete(classes);
        createDirectory(classes);
        files.forEach((name, content) -> write(sources.resolve(name), content));
        return compiler.compile(sources, classes);
    }

    /** Puts the starter's version of each wrong file; false when that changes nothing. */
    private boolean repair(List<CompileError> errors, Path sources) {
        boolean changed = false;
        for (CompileError error : errors) {
            changed |= error.file() != null && repair(error, sources);
        }
        return changed;
    }

    private boolean repair(CompileError error, Path sources) {
        String name = sources.relativize(error.file()).toString();
        byte[] original = starter.get(name);
        if (!files.containsKey(name) || Arrays.equals(files.get(name), original)) {
            return false; // repaired already, or the fault lies in another file
        }
        Optional<Exercise> owner = owner(name);
        owner.ifPresent(exercise -> broken.putIfAbsent(exercise.id(), notCompiling(error)));
        if (owner.isEmpty()) {
            notes.add(name + " was left out, since it does not compile: " + error);
        }
        putOrRemove(name, original);
        return true;
    }

    /** The slow way, for a fault that shows in files that the student did not touch. */
    private void addOneByOne(SandboxedCompiler compiler, Path sources, Path classes) {
        var student = new TreeMap<>(files);
        files.clear();
        files.putAll(starter);
        student.forEach(
                (name, content) -> {
                    if (owner(name).isEmpty()) {
                        files.put(name, content);
                    }
                });
        if (!round(compiler, sources, classes).isEmpty()) {
            notes.add("the files that belong to no exercise were left out: they do not compile");
            files.clear();
            files.putAll(starter);
        }
        chapter.exercises().forEach(exercise -> add(exercise, student, compiler, sources, classes));
        round(compiler, sources, classes);
    }

    private void add(
            Exercise exercise,
            Map<String, byte[]> student,
            SandboxedCompiler compiler,
            Path sources,
            Path classes) {
        List<String> names = exercise.files().stream().map(StudentBuild::fromSourceRoot).toList();
        names.forEach(name -> putOrRemove(name, student.get(name)));
        List<CompileError> errors = round(compiler, sources, classes);
        if (!errors.isEmpty()) {
            broken.putIfAbsent(exercise.id(), notCompiling(errors.get(0)));
            names.forEach(name -> putOrRemove(name, starter.get(name)));
        }
    }

    private void putOrRemove(String name, byte[] content) {
        if (content == null) {
            files.remove(name);
        } else {
            files.put(name, content);
        }
    }

    private static String notCompiling(CompileError error) {
        return "does not compile: " + error;
    }

    private Optional<Exercise> owner(String name) {
        return chapter.exercises().stream()
                .filter(
                        exercise ->
                                exercise.files().stream()
                                        .anyMatch(file -> fromSourceRoot(file).equals(name)))
                .findFirst();
    }

    private static String fromSourceRoot(String file) {
        return file.replaceFirst("^src/main/java/", "");
    }

    private static void createDirectory(Path directory) {
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void write(Path file, byte[] content) {
        try {
            Files.createDirectories(file.getParent());
            Files.write(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

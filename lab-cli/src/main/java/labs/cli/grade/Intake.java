package labs.cli.grade;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Takes the Java sources of one chapter out of a submission, and nothing else: no tests, poms,
 * resources, links or class files. What was left out is said in a note.
 */
final class Intake {
    private static final long LARGEST_FILE = 512 * 1024;
    private static final long LARGEST_SUM = 8 * 1024 * 1024;
    private static final int MOST_FILES = 1_000;
    private static final int MOST_NOTES = 20;

    private final Path sources;
    private final Set<String> packages;
    private final Set<String> testFiles;
    private final Map<String, byte[]> files = new TreeMap<>();
    private final List<String> notes = new ArrayList<>();
    private long sum;

    private Intake(Path sources, Set<String> packages, Set<String> testFiles) {
        this.sources = sources;
        this.packages = packages;
        this.testFiles = testFiles;
    }

    /**
     * The sources below {@code submission/module/src/main/java}.
     *
     * @param packages the folders in which a chapter's classes may lie, such as {@code labs/rpc/}
     * @param testFiles the files of the tests; a source of the same name is left out
     */
    static Taken take(Path submission, String module, Set<String> packages, Set<String> testFiles) {
        var intake =
                new Intake(
                        submission.resolve(module).resolve("src/main/java"), packages, testFiles);
        intake.walk(submission);
        return new Taken(intake.files, List.copyOf(intake.notes));
    }

    /**
     * @param files the content by the path from src/main/java
     * @param notes what was left out and why, for the report
     */
    record Taken(Map<String, byte[]> files, List<String> notes) {}

    private void walk(Path submission) {
        // A link on the way would lead out of the submission, perhaps to the reference.
        if (!isPlainDirectory(submission)) {
            note("there is no src/main/java of this chapter in the submission (or it is a link)");
            return;
        }
        try {
            Files.walkFileTree(sources, new Visitor());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the submission " + sources, e);
        }
    }

    private boolean isPlainDirectory(Path submission) {
        for (Path dir = sources; !dir.equals(submission); dir = dir.getParent()) {
            if (!Files.isDirectory(dir, LinkOption.NOFOLLOW_LINKS)) {
                return false;
            }
        }
        return true;
    }

    private void visit(Path file, BasicFileAttributes attributes) throws IOException {
        String name = sources.relativize(file).toString().replace('\\', '/');
        String objection = objection(name, attributes);
        if (objection == null) {
            files.put(name, Files.readAllBytes(file));
            sum += attributes.size();
        } else {
            note(name + " was left out: " + objection);
        }
    }

    private String objection(String name, BasicFileAttributes attributes) {
        if (!attributes.isRegularFile()) {
            return "not a regular file";
        } else if (!name.endsWith(".java")) {
            return "only Java sources are taken";
        } else if (packages.stream().noneMatch(name::startsWith)) {
            return "it lies outside of the chapter's packages";
        } else if (testFiles.contains(name)) {
            return "a test of the course has this name";
        } else if (attributes.size() > LARGEST_FILE || sum + attributes.size() > LARGEST_SUM) {
            return "too large";
        }
        return files.size() >= MOST_FILES ? "too many files" : null;
    }

    private void note(String text) {
        if (notes.size() < MOST_NOTES) {
            notes.add(text);
        } else if (notes.size() == MOST_NOTES) {
            notes.add("… and more files were left out");
        }
    }

    private final class Visitor extends SimpleFileVisitor<Path> {
        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
            visit(file, attributes);
            return notes.size() > MOST_NOTES ? FileVisitResult.TERMINATE : FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException why) {
            note(sources.relativize(file) + " was left out: " + why.getMessage());
            return FileVisitResult.CONTINUE;
        }
    }
}

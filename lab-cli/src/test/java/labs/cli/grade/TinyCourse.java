package labs.cli.grade;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import labs.cli.course.Chapter;
import labs.cli.course.ManifestReader;
import labs.cli.run.ChapterBuild;
import labs.cli.run.ClassPath;
import labs.cli.run.FileTree;
import labs.cli.run.Sandbox;

/** A chapter of three exercises in a folder of its own, and submissions made for it. */
final class TinyCourse {
    static final String GREETING = "Greeting";

    private final Path root;
    private final Chapter chapter;

    TinyCourse(Path root) {
        this.root = root;
        FileTree.copy(resource(), module());
        this.chapter = ManifestReader.read(module().resolve("lab.yaml"));
    }

    private static Path resource() {
        try {
            return Path.of(TinyCourse.class.getResource("lab-tiny/lab.yaml").toURI()).getParent();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    Path module() {
        return root.resolve("lab-tiny");
    }

    Chapter chapter() {
        return chapter;
    }

    ChapterGrader grader(Sandbox sandbox) {
        return new ChapterGrader(chapter, build(), sandbox);
    }

    /** JUnit from the class path of this very test: nothing needs to be resolved. */
    private ChapterBuild build() {
        ClassPath junit =
                ClassPath.parse(System.getProperty("java.class.path"))
                        .only(entry -> entry.toString().endsWith(".jar"))
                        .only(
                                jar ->
                                        jar.toString()
                                                .matches(
                                                        ".*(junit|opentest4j|apiguardian|jspecify).*"));
        return new ChapterBuild(module(), junit, List.of("-Xmx128m"));
    }

    /** A submission equal to the reference. */
    Submission perfect(String name) {
        var submission = new Submission(name, root.resolve("submissions").resolve(name));
        FileTree.copy(module().resolve("src/main"), submission.dir().resolve("lab-tiny/src/main"));
        return submission;
    }

    /** A submission in which that class of labs.tiny is replaced. */
    Submission with(String name, String className, String source) {
        Submission submission = perfect(name);
        write(submission, "src/main/java/labs/tiny/" + className + ".java", source);
        return submission;
    }

    /** All right but the greeting, whose method has this body. */
    Submission greeting(String name, String body) {
        return with(
                name,
                GREETING,
                """
                package labs.tiny;

                final class Greeting {
                    String greet(String name) {
                        try {
                            return answer(name);
                        } catch (Exception e) {
                            throw new IllegalStateException(e);
                        }
                    }

                    private String answer(String name) throws Exception {
                        %s
                    }
                }
                """
                        .formatted(body));
    }

    static Submission write(Submission submission, String file, String text) {
        try {
            Path path = submission.dir().resolve("lab-tiny").resolve(file);
            Files.createDirectories(path.getParent());
            Files.writeString(path, text);
            return submission;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

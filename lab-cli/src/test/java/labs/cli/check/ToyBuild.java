package labs.cli.check;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import labs.cli.course.Chapter;
import labs.cli.run.ChapterBuild;
import labs.cli.run.ClassPath;

/** Builds a synthetic chapter on the libraries of these tests, so that Maven is not needed. */
public final class ToyBuild {
    private ToyBuild() {}

    public static ChapterBuild of(Chapter chapter) {
        List<Path> jars =
                Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                        .filter(entry -> entry.endsWith(".jar"))
                        .map(Path::of)
                        .toList();
        return new ChapterBuild(chapter.dir(), new ClassPath(jars), List.of("-Xmx64m"));
    }
}

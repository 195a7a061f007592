package labs.cli.verify;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import labs.cli.course.Chapter;
import labs.cli.course.Mistake;

/** A file of the reference with a mistake planted in it. */
final class MistakeText {
    private MistakeText() {}

    /**
     * @throws labs.cli.problem.CourseException if a text to find does not occur exactly once
     */
    static byte[] applied(Chapter chapter, Mistake mistake) {
        try {
            String reference = Files.readString(chapter.dir().resolve(mistake.file()));
            return mistake.applyTo(reference).getBytes(UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}

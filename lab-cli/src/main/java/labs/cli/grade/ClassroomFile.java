package labs.cli.grade;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import labs.cli.course.Chapter;
import labs.cli.course.Exercise;

/**
 * {@code autograding.json}, for GitHub Classroom: one test an exercise, which {@code lab check}
 * runs in the student's repository. It tells the student early; the grade is what {@code lab grade}
 * says, since that one doesn't trust the repository.
 */
final class ClassroomFile {
    private static final ObjectMapper JSON =
            new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    private static final int BUILD_MINUTES = 5;

    private ClassroomFile() {}

    static void write(List<Chapter> chapters, Path file) throws IOException {
        ObjectNode root = JSON.createObjectNode();
        ArrayNode tests = root.putArray("tests");
        chapters.stream()
                .flatMap(chapter -> chapter.exercises().stream())
                .forEach(exercise -> add(tests.addObject(), exercise));
        JSON.writeValue(file.toFile(), root);
    }

    private static void add(ObjectNode test, Exercise exercise) {
        test.put("name", exercise.id() + " " + exercise.title());
        test.put("setup", "");
        test.put("run", "./lab check " + exercise.id());
        test.put("input", "");
        test.put("output", "");
        test.put("comparison", "included");
        test.put("timeout", BUILD_MINUTES + (exercise.seconds() + 59) / 60);
        test.put("points", exercise.points());
    }
}

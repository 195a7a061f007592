package labs.cli.grade;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;

/** {@code scores.json}: everything, for programs. */
final class JsonReport {
    private static final ObjectMapper JSON =
            new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private JsonReport() {}

    static void write(ClassReport report, Path file) throws IOException {
        ObjectNode root = JSON.createObjectNode();
        root.put("course", report.course());
        root.put("gradedAt", report.gradedAt().toString());
        root.put("sandbox", report.sandbox());
        root.put("sandboxed", report.sandboxed());
        ArrayNode students = root.putArray("students");
        report.students().forEach(student -> add(students.addObject(), student));
        JSON.writeValue(file.toFile(), root);
    }

    private static void add(ObjectNode node, StudentScore student) {
        node.put("student", student.student());
        node.put("points", student.points()).put("max", student.max());
        ArrayNode chapters = node.putArray("chapters");
        student.chapters().forEach(chapter -> add(chapters.addObject(), chapter));
    }

    private static void add(ObjectNode node, ChapterScore chapter) {
        node.put("chapter", chapter.chapter());
        node.put("points", chapter.points()).put("max", chapter.max());
        chapter.notes().forEach(node.putArray("notes")::add);
        ArrayNode exercises = node.putArray("exercises");
        chapter.exercises().forEach(exercise -> add(exercises.addObject(), exercise));
    }

    private static void add(ObjectNode node, ExerciseScore exercise) {
        node.put("id", exercise.id()).put("title", exercise.title());
        node.put("points", exercise.points()).put("max", exercise.max());
        node.put("verdict", exercise.verdict());
        ArrayNode tests = node.putArray("tests");
        for (ExerciseScore.TestScore test : exercise.tests()) {
            ObjectNode line =
                    tests.addObject().put("test", test.test()).put("status", test.status());
            if (!test.message().isBlank()) {
                line.put("message", test.message().strip());
            }
        }
    }
}

package labs.cli.grade;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.Template;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import labs.cli.grade.ExerciseScore.TestScore;
import labs.cli.run.TestOutcome;

/** {@code index.html} for the class and {@code students/NAME.html} for each student. */
final class HtmlReport {
    private static final int MOST_FAILURES = 20;
    private static final int LONGEST = 200;

    private final ClassReport report;
    private final String style = resource("style.css");

    HtmlReport(ClassReport report) {
        this.report = report;
    }

    void write(Path out) throws IOException {
        Files.createDirectories(out.resolve("students"));
        Template page = template("student.html");
        List<StudentScore> students = report.students();
        for (int i = 0; i < students.size(); i++) {
            Files.writeString(out.resolve(page(i)), page.execute(student(students.get(i))));
        }
        Files.writeString(out.resolve("index.html"), template("class.html").execute(classPage()));
    }

    /** Two names may differ in characters that a file name can't hold, so each has its number. */
    private String page(int index) {
        String name = report.students().get(index).student().replaceAll("[^A-Za-z0-9._-]", "_");
        return "students/" + (index + 1) + "-" + name + ".html";
    }

    private Map<String, Object> classPage() {
        Map<String, Object> page = head();
        List<Integer> points =
                report.students().stream().map(StudentScore::points).sorted().toList();
        page.put("count", points.size());
        page.put("max", report.students().get(0).max());
        page.put("mean", Math.round(points.stream().mapToInt(p -> p).average().orElse(0)));
        page.put("median", points.get(points.size() / 2));
        page.put("best", points.get(points.size() - 1));
        page.put("columns", columns());
        var rows = new ArrayList<Map<String, Object>>();
        for (int i = 0; i < report.students().size(); i++) {
            rows.add(row(i));
        }
        page.put("students", rows);
        return page;
    }

    private List<Map<String, Object>> columns() {
        var columns = new ArrayList<Map<String, Object>>();
        List<ExerciseScore> first = exercises(report.students().get(0));
        for (int i = 0; i < first.size(); i++) {
            int column = i;
            long solved =
                    report.students().stream()
                            .filter(student -> exercises(student).get(column).points() > 0)
                            .count();
            ExerciseScore exercise = first.get(i);
            columns.add(
                    Map.of(
                            "id",
                            exercise.id(),
                            "title",
                            exercise.title(),
                            "max",
                            exercise.max(),
                            "solved",
                            solved));
        }
        return columns;
    }

    private Map<String, Object> row(int index) {
        StudentScore student = report.students().get(index);
        var row = new LinkedHashMap<String, Object>();
        row.put("name", student.student());
        row.put("page", page(index));
        row.put("points", student.points());
        row.put("percent", percent(student));
        row.put("cells", exercises(student).stream().map(HtmlReport::cell).toList());
        long notes = student.chapters().stream().mapToLong(c -> c.notes().size()).sum();
        row.put("notes", notes == 0 ? "" : notes);
        return row;
    }

    private static Map<String, Object> cell(ExerciseScore exercise) {
        return Map.of(
                "points",
                exercise.points(),
                "verdict",
                exercise.verdict(),
                "colour",
                colour(exercise));
    }

    private Map<String, Object> student(StudentScore student) {
        Map<String, Object> page = head();
        page.put("name", student.student());
        page.put("points", student.points());
        page.put("max", student.max());
        page.put("percent", percent(student));
        page.put("chapters", student.chapters().stream().map(HtmlReport::chapter).toList());
        return page;
    }

    private static Map<String, Object> chapter(ChapterScore chapter) {
        return Map.of(
                "title",
                chapter.title(),
                "points",
                chapter.points(),
                "max",
                chapter.max(),
                "notes",
                chapter.notes(),
                "hasNotes",
                !chapter.notes().isEmpty(),
                "exercises",
                chapter.exercises().stream().map(HtmlReport::exercise).toList());
    }

    private static Map<String, Object> exercise(ExerciseScore exercise) {
        var failures =
                exercise.tests().stream()
                        .filter(test -> !test.passed() && !test.message().isBlank())
                        .limit(MOST_FAILURES)
                        .map(HtmlReport::failure)
                        .toList();
        return Map.of(
                "id",
                exercise.id(),
                "title",
                exercise.title(),
                "points",
                exercise.points(),
                "max",
                exercise.max(),
                "verdict",
                exercise.verdict(),
                "colour",
                colour(exercise),
                "failures",
                failures,
                "passed",
                exercise.testsPassed(),
                "count",
                exercise.tests().size());
    }

    private static Map<String, Object> failure(TestScore test) {
        String message = test.message().strip();
        return Map.of(
                "test",
                TestOutcome.shortName(test.test()),
                "status",
                test.status(),
                "first",
                firstWords(message),
                "details",
                test.trace().isBlank() ? message : test.trace());
    }

    /** AssertJ spreads its message over many lines. */
    private static String firstWords(String message) {
        String line = message.replaceAll("\\s+", " ");
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST - 1) + "…";
    }

    private Map<String, Object> head() {
        var page = new LinkedHashMap<String, Object>();
        page.put("course", report.course());
        page.put("gradedAt", report.gradedAt().toString());
        page.put("sandbox", report.sandbox());
        page.put("sandboxed", report.sandboxed());
        page.put("style", style);
        return page;
    }

    private static List<ExerciseScore> exercises(StudentScore student) {
        return student.chapters().stream().flatMap(c -> c.exercises().stream()).toList();
    }

    private static String colour(ExerciseScore exercise) {
        if (exercise.points() > 0) {
            return "good";
        }
        return exercise.verdict().equals(ScoreRules.NOT_ATTEMPTED) ? "none" : "bad";
    }

    private static long percent(StudentScore student) {
        return student.max() == 0 ? 0 : 100L * student.points() / student.max();
    }

    private static Template template(String name) {
        return Mustache.compiler().compile(resource(name));
    }

    private static String resource(String name) {
        try (InputStream in = HtmlReport.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

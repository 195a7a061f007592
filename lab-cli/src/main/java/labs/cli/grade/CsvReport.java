package labs.cli.grade;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** {@code scores.csv} (RFC 4180): a line a student, a column an exercise, for spreadsheets. */
final class CsvReport {
    private CsvReport() {}

    static void write(ClassReport report, List<ExerciseScore> columns, Path file)
            throws IOException {
        var lines = new ArrayList<String>();
        lines.add(line(heading(columns)));
        report.students().forEach(student -> lines.add(line(row(student))));
        Files.writeString(file, String.join("\r\n", lines) + "\r\n");
    }

    private static List<String> heading(List<ExerciseScore> columns) {
        var cells = new ArrayList<>(List.of("student", "points", "max"));
        columns.forEach(exercise -> cells.add(exercise.id()));
        return cells;
    }

    private static List<String> row(StudentScore student) {
        var cells =
                new ArrayList<>(
                        List.of(
                                harmless(student.student()),
                                Integer.toString(student.points()),
                                Integer.toString(student.max())));
        student.chapters().stream()
                .flatMap(chapter -> chapter.exercises().stream())
                .forEach(exercise -> cells.add(Integer.toString(exercise.points())));
        return cells;
    }

    /** A spreadsheet takes a cell that begins so for a formula, and the name is the student's. */
    private static String harmless(String name) {
        return name.matches("[=+\\-@\\t].*") ? "'" + name : name;
    }

    private static String line(List<String> cells) {
        return String.join(",", cells.stream().map(CsvReport::quote).toList());
    }

    private static String quote(String cell) {
        return cell.matches("[\\w .-]*") ? cell : '"' + cell.replace("\"", "\"\"") + '"';
    }
}

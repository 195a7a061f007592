package labs.cli.grade;

import java.time.Instant;
import java.util.List;

/**
 * All that one grading found.
 *
 * @param sandbox what stood between the submissions and this machine
 */
public record ClassReport(
        String course,
        Instant gradedAt,
        String sandbox,
        boolean sandboxed,
        List<StudentScore> students) {
    public ClassReport {
        students = List.copyOf(students);
    }
}

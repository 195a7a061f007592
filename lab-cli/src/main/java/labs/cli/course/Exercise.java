package labs.cli.course;

import java.util.List;

/**
 * One exercise of a manifest.
 *
 * @param id CHAPTER-N, N from 1
 * @param lines about how many lines the reference took
 * @param seconds the time limit of its tests
 * @param memory in MiB, resident, that its tests may use with all their processes
 * @param disk in MiB that they may use
 * @param needs ids of the earlier exercises whose solutions its tests use
 * @param files what the student edits, relative to the module's folder
 * @param tests names of the test classes that grade it
 * @param hints from gentle to plain
 */
public record Exercise(
        String id,
        String title,
        int points,
        int lines,
        int seconds,
        int memory,
        int disk,
        List<String> needs,
        List<String> files,
        List<String> tests,
        List<String> hints) {
    /** In MiB: enough for tests with a server or two. */
    static final int DEFAULT_MEMORY = 1536;

    static final int DEFAULT_DISK = 512;

    public Exercise {
        needs = List.copyOf(needs);
        files = List.copyOf(files);
        tests = List.copyOf(tests);
        hints = List.copyOf(hints);
    }
}

package labs.cli.run;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import labs.cli.run.TestOutcome.Status;
import labs.runner.ReportLine;
import labs.runner.Seal;

/**
 * Reads the report of a {@link TestJvm} from the pipe that the tests share: what carries no good
 * seal is noise, and a line without end is cut. Thread-safe.
 */
final class ReportReader {
    private static final int LONGEST_LINE = 64 * 1024;

    private final Seal seal; // used by the thread that reads alone
    private final List<PlannedTest> planned = new ArrayList<>(); // guarded by this
    private final List<TestOutcome> outcomes = new ArrayList<>(); // guarded by this
    private final Set<String> started = new LinkedHashSet<>(); // guarded by this
    private boolean leftBehind; // guarded by this
    private boolean done; // guarded by this

    ReportReader(String secret) {
        this.seal = new Seal(secret);
    }

    /** Reads to the end of the stream. */
    void read(InputStream in) throws IOException {
        var line = new ByteArrayOutputStream();
        var buffer = new byte[8192];
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
            for (int i = 0; i < n; i++) {
                if (buffer[i] == '\n') {
                    openAndAccept(line.toString(StandardCharsets.UTF_8));
                    line.reset();
                } else if (line.size() < LONGEST_LINE) {
                    line.write(buffer[i]);
                }
            }
        }
    }

    private void openAndAccept(String line) {
        seal.open(line).map(ReportLine::parse).ifPresent(this::accept);
    }

    private synchronized void accept(ReportLine line) {
        List<String> fields = line.fields();
        switch (line.event()) {
            case PLANNED ->
                    planned.add(new PlannedTest(fields.get(0), Set.of(fields.get(1).split(","))));
            case STARTED -> started.add(fields.get(0));
            case PASSED -> ended(fields.get(0), Status.PASSED, "", "");
            case FAILED -> ended(fields.get(0), Status.FAILED, fields.get(2), fields.get(3));
            case SKIPPED -> ended(fields.get(0), Status.SKIPPED, fields.get(1), "");
            case ABORTED -> ended(fields.get(0), Status.ABORTED, fields.get(2), "");
            case CLASS_FAILED -> ended(fields.get(0), Status.FAILED, fields.get(1), fields.get(2));
            case LEFT_BEHIND -> leftBehind = true;
            case DONE -> done = true;
        }
    }

    private void ended(String test, Status status, String message, String trace) {
        started.remove(test);
        outcomes.add(new TestOutcome(test, status, message, trace));
    }

    /** How the JVM came to its end, judged by what it reported. */
    synchronized Ending ending() {
        if (!done) {
            return Ending.EXITED;
        }
        return leftBehind ? Ending.LEFT_A_PROCESS : Ending.FINISHED;
    }

    synchronized boolean hasFailure() {
        return outcomes.stream().anyMatch(outcome -> outcome.status() == Status.FAILED);
    }

    synchronized List<PlannedTest> planned() {
        return List.copyOf(planned);
    }

    synchronized List<TestOutcome> outcomes() {
        return List.copyOf(outcomes);
    }

    synchronized List<String> unfinished() {
        return List.copyOf(started);
    }
}

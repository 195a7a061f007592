package labs.runner;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import labs.runner.ReportLine.Event;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestTag;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/**
 * Reports one result per test method. A method with several invocations (parameters, dynamic tests)
 * passes when at least one ran and none failed.
 */
final class TestReporter implements TestExecutionListener {
    private static final int LONGEST_FIELD = 8_000;

    private final PrintStream out;
    private final Seal seal; // guarded by this
    private final Map<String, MethodRun> running = new HashMap<>(); // guarded by this
    private TestPlan plan;

    TestReporter(PrintStream out, Seal seal) {
        this.out = out;
        this.seal = seal;
    }

    /** Names every test method of the plan. */
    void announce(TestPlan plan) {
        this.plan = plan;
        plan.getRoots().forEach(this::announce);
    }

    private void announce(TestIdentifier id) {
        Optional<String> method = methodOf(id);
        method.ifPresent(name -> write(Event.PLANNED, name, tags(id)));
        if (method.isEmpty()) {
            plan.getChildren(id).forEach(this::announce);
        }
    }

    void leftBehind(String command) {
        write(Event.LEFT_BEHIND, command);
    }

    void done() {
        write(Event.DONE);
    }

    @Override
    public void testPlanExecutionStarted(TestPlan plan) {
        this.plan = plan;
    }

    @Override
    public synchronized void executionStarted(TestIdentifier id) {
        enclosingMethod(id).ifPresent(top -> start(top, id));
    }

    private void start(TestIdentifier top, TestIdentifier id) {
        if (top.equals(id)) {
            running.put(id.getUniqueId(), new MethodRun(System.nanoTime()));
            write(Event.STARTED, name(id));
        }
    }

    @Override
    public synchronized void executionSkipped(TestIdentifier id, String reason) {
        Optional<TestIdentifier> top = enclosingMethod(id);
        if (top.isEmpty()) {
            plan.getDescendants(id).stream()
                    .filter(child -> methodOf(child).isPresent())
                    .forEach(child -> write(Event.SKIPPED, name(child), reason));
        } else if (top.get().equals(id)) {
            write(Event.SKIPPED, name(id), reason);
        }
    }

    @Override
    public synchronized void executionFinished(TestIdentifier id, TestExecutionResult result) {
        Optional<TestIdentifier> top = enclosingMethod(id);
        if (top.isPresent()) {
            running.get(top.get().getUniqueId()).add(id.isTest(), result);
        }
        if (top.isPresent() && top.get().equals(id)) {
            report(id, running.remove(id.getUniqueId()));
        } else if (top.isEmpty() && result.getStatus() != TestExecutionResult.Status.SUCCESSFUL) {
            classFailed(className(id), result.getThrowable().orElseThrow());
        }
    }

    void classFailed(String className, Throwable cause) {
        write(Event.CLASS_FAILED, className, message(cause), trace(cause));
    }

    private void report(TestIdentifier id, MethodRun run) {
        String millis = Long.toString((System.nanoTime() - run.startNanos) / 1_000_000);
        if (run.failure != null) {
            write(Event.FAILED, name(id), millis, message(run.failure), trace(run.failure));
        } else if (run.passed == 0) {
            write(Event.ABORTED, name(id), millis, run.aborted);
        } else {
            write(Event.PASSED, name(id), millis);
        }
    }

    private synchronized void write(Event event, String... fields) {
        // The line end goes first: half a line that a test left behind must not spoil ours.
        out.print("\n" + seal.seal(new ReportLine(event, List.of(fields)).format()) + "\n");
        out.flush();
    }

    /** The outermost ancestor (or itself) that stands for a test method. */
    private Optional<TestIdentifier> enclosingMethod(TestIdentifier id) {
        Optional<TestIdentifier> above = plan.getParent(id).flatMap(this::enclosingMethod);
        return above.isPresent() ? above : methodOf(id).map(name -> id);
    }

    private static Optional<String> methodOf(TestIdentifier id) {
        return id.getSource()
                .filter(MethodSource.class::isInstance)
                .map(MethodSource.class::cast)
                .map(source -> source.getClassName() + "#" + signature(source));
    }

    private static String signature(MethodSource source) {
        String types = source.getMethodParameterTypes();
        return source.getMethodName() + (types == null || types.isBlank() ? "" : "(" + types + ")");
    }

    private static String name(TestIdentifier id) {
        return methodOf(id).orElseThrow();
    }

    private static String className(TestIdentifier id) {
        return id.getSource()
                .filter(ClassSource.class::isInstance)
                .map(source -> ((ClassSource) source).getClassName())
                .orElse(id.getDisplayName());
    }

    private static String tags(TestIdentifier id) {
        return String.join(",", id.getTags().stream().map(TestTag::getName).sorted().toList());
    }

    private static String message(Throwable failure) {
        String message = failure.getMessage();
        String type = failure.getClass().getName();
        boolean assertion = failure instanceof AssertionError;
        return shorten(message == null ? type : assertion ? message : type + ": " + message);
    }

    private static String trace(Throwable failure) {
        var text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text, true));
        return shorten(text.toString());
    }

    private static String shorten(String text) {
        return text.length() <= LONGEST_FIELD ? text : text.substring(0, LONGEST_FIELD) + "…";
    }

    /** What is known so far of one test method. */
    private static final class MethodRun {
        final long startNanos;
        int passed;
        Throwable failure;
        String aborted = "no invocation ran";

        MethodRun(long startNanos) {
            this.startNanos = startNanos;
        }

        void add(boolean test, TestExecutionResult result) {
            switch (result.getStatus()) {
                case SUCCESSFUL -> passed += test ? 1 : 0;
                case ABORTED -> aborted = result.getThrowable().map(String::valueOf).orElse("");
                case FAILED -> failure = failure == null ? result.getThrowable().get() : failure;
            }
        }
    }
}

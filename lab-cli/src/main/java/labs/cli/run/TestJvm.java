package labs.cli.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Runs test classes in a JVM of their own and reads the results from outside of it. Immutable and
 * thread-safe; each call starts a process and leaves none behind.
 *
 * @param classPath the tests before the student's classes, so that those can't stand in for these
 * @param flags of the JVM, such as {@code -Xmx512m}
 * @param sandbox around the process
 */
public record TestJvm(ClassPath classPath, List<String> flags, Sandbox sandbox) {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String RUNNER = "labs.runner/labs.runner.RunTests";
    // Starts fast and leaves the other core to the other JVM.
    private static final List<String> QUICK =
            List.of(
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1",
                    "-Xshare:auto",
                    "-XX:MaxMetaspaceSize=256m",
                    "-XX:MaxDirectMemorySize=256m",
                    "-XX:-UsePerfData",
                    "-XX:+DisableAttachMechanism",
                    "-Djava.awt.headless=true",
                    "-Dfile.encoding=UTF-8");

    public TestJvm {
        flags = List.copyOf(flags);
    }

    /** The test methods of those classes; for classes that are trusted. */
    public List<PlannedTest> list(List<String> testClasses) {
        String secret = newSecret();
        var report = new ReportReader(secret);
        RunResult result = start("list", testClasses, secret, report, Limits.ofSeconds(60));
        if (result.ending() != Ending.FINISHED) {
            throw new IllegalStateException(
                    "cannot list the tests of "
                            + testClasses
                            + ": the JVM "
                            + result.ending().words()
                            + "\n"
                            + result.log());
        }
        return report.planned();
    }

    /** Runs the tests of those classes within the limits. */
    public RunResult run(List<String> testClasses, Limits limits) {
        String secret = newSecret();
        return start("run", testClasses, secret, new ReportReader(secret), limits);
    }

    private RunResult start(
            String mode, List<String> tests, String secret, ReportReader report, Limits limits) {
        long start = System.nanoTime();
        try (var scratch = Scratch.create("lab-tests-")) {
            String mark = newSecret();
            var process = builder(scratch.directory(), limits, mark).start();
            var watchdog = new Watchdog(process, scratch.directory(), limits, mark);
            AtExit.add(process, watchdog::killAll);
            try {
                Tail log = Tail.of(process.getErrorStream(), "lab-test-log");
                var reader = readInBackground(process, report);
                sayWhatToDo(process, secret + "\n" + mode + "\n" + String.join("\n", tests));
                Optional<Ending> broken = watchdog.watch();
                reader.join(1_000);
                return result(broken, report, log, Duration.ofNanos(System.nanoTime() - start));
            } finally {
                AtExit.remove(process);
                watchdog.killAll();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start a JVM for the tests", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the tests ran", e);
        }
    }

    private ProcessBuilder builder(Path scratch, Limits limits, String mark) {
        var builder =
                new ProcessBuilder(
                        sandbox.wrap(
                                command(sandbox.temporary(scratch)),
                                classPath.entries(),
                                List.of(),
                                limits));
        builder.directory(scratch.toFile());
        Map<String, String> environment = builder.environment();
        environment.clear(); // no JAVA_TOOL_OPTIONS, no tokens of the one who grades
        environment.putAll(
                Map.of(
                        "PATH",
                        "/usr/local/bin:/usr/bin:/bin",
                        "LANG",
                        "C.UTF-8",
                        "HOME",
                        sandbox.temporary(scratch).toString(),
                        Watchdog.MARK,
                        mark));
        System.getenv().forEach((name, value) -> passOn(environment, name, value));
        return builder;
    }

    /** LAB_KAFKA and its like point the tests at a cluster that runs already. */
    private static void passOn(Map<String, String> environment, String name, String value) {
        if (name.startsWith("LAB_") && !name.equals("LAB_HOME")) {
            environment.put(name, value);
        }
    }

    private List<String> command(Path temporary) {
        ClassPath junit = classPath.only(TestJvm::isJUnit);
        var command = new ArrayList<>(List.of(Programs.java()));
        command.addAll(QUICK);
        command.addAll(flags);
        command.addAll(
                List.of(
                        "-Djava.io.tmpdir=" + temporary,
                        // JUnit and the runner as named modules: their insides are closed to
                        // reflection.
                        "--module-path",
                        junit.after(runner()).toString(),
                        "--add-modules",
                        "ALL-DEFAULT,org.junit.jupiter.engine,org.junit.jupiter.params",
                        "-cp",
                        classPath.toString(),
                        "-m",
                        RUNNER));
        return command;
    }

    private static boolean isJUnit(Path jar) {
        String name = jar.getFileName().toString();
        return name.matches(
                "(junit-(platform|jupiter)|opentest4j|apiguardian-api|jspecify).*\\.jar");
    }

    private static Path runner() {
        return Path.of(
                labs.runner.RunTests.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .getPath());
    }

    private static Thread readInBackground(Process process, ReportReader report) {
        var reader =
                new Thread(
                        () -> {
                            try {
                                report.read(process.getInputStream());
                            } catch (IOException e) {
                                // The process was killed while we read: what it reported until then
                                // is kept.
                            }
                        },
                        "lab-test-report");
        reader.setDaemon(true);
        reader.start();
        return reader;
    }

    private static void sayWhatToDo(Process process, String words) throws IOException {
        try (var in = process.getOutputStream()) {
            in.write(words.getBytes(StandardCharsets.UTF_8));
        }
    }

    private static RunResult result(
            Optional<Ending> broken, ReportReader report, Tail log, Duration time) {
        Ending ending = broken.orElse(report.done() ? Ending.FINISHED : Ending.EXITED);
        return new RunResult(ending, report.outcomes(), report.unfinished(), log.text(), time);
    }

    private static String newSecret() {
        var bytes = new byte[16];
        RANDOM.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}

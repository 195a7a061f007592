package labs.cli.run;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * Runs test classes in a JVM of their own and reads the results from outside of it. Immutable and
 * thread-safe; each call starts a process and leaves none behind.
 *
 * @param classPath tests and libraries before the student's classes, so that those stand in for
 *     none of these
 * @param flags of the JVM, such as {@code -Xmx512m}
 * @param sandbox around the process
 */
public record TestJvm(ClassPath classPath, List<String> flags, Sandbox sandbox) {
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
        String secret = Confined.randomText();
        var report = new ReportReader(secret);
        RunResult result =
                start("list", testClasses, secret, report, Limits.ofSeconds(60), () -> false);
        if (result.ending() != Ending.FINISHED) {
            throw new BuildException(
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
        String secret = Confined.randomText();
        return start("run", testClasses, secret, new ReportReader(secret), limits, () -> false);
    }

    /** As {@link #run}, but stops at the first failure, with {@link Ending#STOPPED}. */
    public RunResult runToFirstFailure(List<String> testClasses, Limits limits) {
        String secret = Confined.randomText();
        var report = new ReportReader(secret);
        return start("run", testClasses, secret, report, limits, report::hasFailure);
    }

    private RunResult start(
            String mode,
            List<String> tests,
            String secret,
            ReportReader report,
            Limits limits,
            BooleanSupplier enough) {
        var readable = new ArrayList<>(classPath.entries());
        readable.add(runner());
        var confined = new Confined(sandbox, readable, List.of(), limits);
        String input = secret + "\n" + mode + "\n" + String.join("\n", tests);
        Confined.Exit exit = confined.run(this::command, input, report::read, enough);
        Ending ending = exit.broken().orElseGet(report::ending);
        return new RunResult(
                ending, report.outcomes(), report.unfinished(), log(ending, exit), exit.time());
    }

    private static String log(Ending ending, Confined.Exit exit) {
        return ending == Ending.EXITED ? exit.log() + "\nexit code " + exit.code() : exit.log();
    }

    /** The same with more flags. */
    public TestJvm with(List<String> more) {
        return new TestJvm(
                classPath, Stream.concat(flags.stream(), more.stream()).toList(), sandbox);
    }

    /** Makes an archive for JVMs whose class path begins with the jars of this one's. */
    public void make(ClassArchive archive) {
        ClassPath jars = classPath.only(entry -> entry.toString().endsWith(".jar"));
        archive.make(new TestJvm(jars, flags, sandbox).with(archive.dumping()).jvm());
    }

    private List<String> command(Path temporary) {
        List<String> command = jvm();
        command.addAll(List.of("-Djava.io.tmpdir=" + temporary, "-m", RUNNER));
        return command;
    }

    private List<String> jvm() {
        ClassPath junit = classPath.only(TestJvm::isJUnit);
        var command = new ArrayList<>(List.of(Programs.java()));
        command.addAll(QUICK);
        command.addAll(flags);
        // JUnit and the runner as named modules: their insides are closed to reflection.
        command.addAll(List.of("--module-path", junit.after(runner()).toString()));
        command.add("--add-modules=ALL-DEFAULT,org.junit.jupiter.engine,org.junit.jupiter.params");
        command.addAll(List.of("-cp", classPath.toString()));
        return command;
    }

    private static boolean isJUnit(Path jar) {
        return jar.getFileName()
                .toString()
                .matches("(junit-(platform|jupiter)|opentest4j|apiguardian-api|jspecify).*\\.jar");
    }

    private static Path runner() {
        var source = labs.runner.RunTests.class.getProtectionDomain().getCodeSource();
        return Path.of(source.getLocation().getPath());
    }
}

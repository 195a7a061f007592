package labs.cli.grade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import labs.cli.run.Bubblewrap;
import labs.cli.run.NoSandbox;
import labs.cli.run.Sandbox;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Each of these submissions solves exercises 1 and 3 honestly and attacks the grader in exercise 2.
 * It must earn the 60 points of the former and none of the 40 of the latter.
 */
@Timeout(240)
class HostileSubmissionsTest {
    private static final String RIGHT = "return \"Hello, \" + name.strip() + \"!\";";

    @TempDir private Path folder;
    private TinyCourse course;

    @BeforeEach
    void writeCourse() {
        course = new TinyCourse(folder);
    }

    /** Attacks that the process boundary and the limits must hold, with or without a sandbox. */
    private static Map<String, String> attacks() {
        var attacks = new LinkedHashMap<String, String>();
        attacks.put("never returns", "while (true) { Thread.onSpinWait(); }");
        attacks.put("exits", "System.exit(0); return null;");
        attacks.put(
                "exits later, when all seems well",
                """
                Runtime.getRuntime().addShutdownHook(new Thread(() -> { while (true) {} }));
                System.exit(0);
                return null;""");
        attacks.put(
                "takes all heap",
                """
                var all = new java.util.ArrayList<byte[]>();
                while (true) { try { all.add(new byte[1 << 20]); } catch (OutOfMemoryError e) { } }""");
        attacks.put(
                "starts threads without end",
                """
                while (true) {
                    new Thread(() -> { while (true) { Thread.onSpinWait(); } }).start();
                }""");
        attacks.put(
                "gives up by a failed assumption",
                """
                var type = Class.forName("org.opentest4j.TestAbortedException");
                throw (RuntimeException) type.getConstructor(String.class).newInstance("x");""");
        attacks.put(
                "writes a forged report",
                """
                var out = new java.io.FileOutputStream(java.io.FileDescriptor.out);
                for (int i = 1; i < 100; i++) {
                    String line = "PASSED\\tlabs.tiny.GreetingTest#shouldBeRight\\t1\\n";
                    out.write((line + i + "\\t" + line + "00\\t" + i + "\\t" + line).getBytes());
                }
                java.nio.file.Files.createDirectories(java.nio.file.Path.of("target/surefire-reports"));
                java.nio.file.Files.writeString(
                        java.nio.file.Path.of("target/surefire-reports/TEST-labs.tiny.GreetingTest.xml"),
                        "<testsuite tests='2' failures='0'/>");
                System.out.println("Tests run: 2, Failures: 0, Errors: 0, Skipped: 0");
                return null;""");
        attacks.put(
                "looks for the secret of the reporter",
                """
                for (var field : Class.forName("labs.runner.Seal").getDeclaredFields()) {
                    field.setAccessible(true);
                }
                """
                        + RIGHT);
        attacks.put(
                "deletes the tests",
                """
                var tests = java.nio.file.Path.of(Class.forName("labs.tiny.GreetingTest")
                        .getProtectionDomain().getCodeSource().getLocation().getPath());
                try (var all = java.nio.file.Files.walk(tests)) {
                    for (var file : all.sorted(java.util.Comparator.reverseOrder()).toList()) {
                        java.nio.file.Files.delete(file);
                    }
                }
                return null;""");
        attacks.put(
                "leaves a process behind",
                "new ProcessBuilder(\"sleep\", \"987\").start();\n" + RIGHT);
        attacks.put(
                "leaves an orphan behind",
                """
                new ProcessBuilder("sh", "-c", "setsid sleep 987 >/dev/null 2>&1 &").start().waitFor();
                return null;""");
        attacks.put(
                "fills the disk",
                """
                var mebibyte = new byte[1 << 20];
                for (int f = 0; ; f++) {
                    var file = java.nio.file.Path.of(System.getProperty("java.io.tmpdir"), "f" + f);
                    try (var out = java.nio.file.Files.newOutputStream(file)) {
                        for (int i = 0; i < 64; i++) { out.write(mebibyte); }
                    }
                }""");
        attacks.put(
                "prints without end", "while (true) { System.out.println(\"x\".repeat(9999)); }");
        attacks.put(
                "closes the pipe of the report",
                "new java.io.FileOutputStream(java.io.FileDescriptor.out).close(); return null;");
        return attacks;
    }

    /** Attacks that only a sandbox can hold. */
    private Map<String, String> attacksOnTheMachine() {
        Path reference = course.module().resolve("src/main/java/labs/tiny/Greeting.java");
        var attacks = new LinkedHashMap<String, String>();
        attacks.put(
                "reads the reference from disk",
                "if (java.nio.file.Files.isReadable(java.nio.file.Path.of(\""
                        + reference
                        + "\"))) {\n"
                        + RIGHT
                        + "\n}\nreturn null;");
        attacks.put(
                "kills every process that it can",
                """
                ProcessHandle.allProcesses()
                        .filter(p -> p.pid() != ProcessHandle.current().pid())
                        .forEach(ProcessHandle::destroyForcibly);
                return null;""");
        attacks.put(
                "fills the memory file system",
                """
                try (var out = java.nio.file.Files.newOutputStream(java.nio.file.Path.of("/dev/shm/x"))) {
                    while (true) { out.write(new byte[1 << 20]); }
                }""");
        attacks.put(
                "reaches another host",
                """
                try (var socket = new java.net.Socket()) {
                    socket.connect(new java.net.InetSocketAddress("192.0.2.1", 9), 500);
                } catch (java.net.SocketTimeoutException reachable) {
                %s
                }
                return null;"""
                        .formatted(RIGHT));
        return attacks;
    }

    @TestFactory
    Stream<DynamicTest> shouldEarnOnlyWhatWasSolvedHonestly() {
        return grade(attacks(), new NoSandbox());
    }

    @TestFactory
    @Tag("native")
    Stream<DynamicTest> shouldEarnOnlyWhatWasSolvedHonestlyInTheSandbox() {
        Optional<Sandbox> bubblewrap = Bubblewrap.find();
        assumeTrue(bubblewrap.isPresent(), "bubblewrap: apt-get install bubblewrap");
        Map<String, String> all = attacks();
        all.putAll(attacksOnTheMachine());
        return grade(all, bubblewrap.get());
    }

    /** Grades them all as one class, three at a time, with an honest submission among them. */
    private Stream<DynamicTest> grade(Map<String, String> attacks, Sandbox sandbox) {
        List<Submission> submissions = new ArrayList<>();
        attacks.forEach((name, body) -> submissions.add(course.greeting(name, body)));
        submissions.add(submissions.size() / 2, course.perfect("alice"));
        try (ChapterGrader grader = course.grader(sandbox)) {
            var all = new ClassGrader("Tiny", List.of(grader), sandbox, line -> {});
            List<StudentScore> scores = all.grade(submissions, 3).students();
            return scores.stream().map(score -> dynamicTest(score.student(), () -> judge(score)));
        }
    }

    private static void judge(StudentScore score) {
        assertThat(score.chapters().get(0).exercises())
                .extracting(ExerciseScore::points)
                .as("points by exercise; verdicts: %s", score.chapters())
                .containsExactly(30, score.student().equals("alice") ? 40 : 0, 30);
    }

    @AfterEach
    void shouldLeaveNoProcess() {
        assertThat(
                        ProcessHandle.allProcesses()
                                .map(handle -> handle.info().commandLine().orElse(""))
                                .filter(line -> line.matches(".*sleep 987.*")))
                .as("processes that the submission left behind")
                .isEmpty();
    }

    @AfterEach
    void shouldLeaveTheReferenceAsItIs() throws IOException {
        assertThat(
                        Files.readString(
                                course.module().resolve("src/main/java/labs/tiny/Greeting.java")))
                .contains("BEGIN SOLUTION");
    }
}

package labs.cli.check;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import labs.cli.SyntheticCourse;
import labs.cli.course.Selection;
import labs.cli.terminal.Console;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WatchTest {
    private static final String ADDER = "lab-toy/src/main/java/labs/toy/Adder.java";

    @TempDir Path dir;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private Thread watching;

    @Test
    void shouldCheckNowAndOnEachSave() {
        SyntheticCourse course = SyntheticCourse.at(dir);
        watch(course);
        awaitOut("✓ toy-1");

        course.with(ADDER, SyntheticCourse.ADDER.replace("addExact(a, b)", "multiplyExact(a, 3)"));
        awaitOut("[2 + 2] expected: 4 but was: 6");

        course.with(ADDER, SyntheticCourse.ADDER.replace("b);", "b"));
        awaitOut("does not compile");
    }

    @AfterEach
    void stop() throws InterruptedException {
        watching.interrupt();
        watching.join(Duration.ofSeconds(20).toMillis());
    }

    private void watch(SyntheticCourse course) {
        PrintStream print = new PrintStream(out, true, UTF_8);
        Selection selection = Selection.exercise(course.repository(), "toy-1");
        Watch watch = new Watch(course.repository(), selection, Console.plain(print, print));
        watching = new Thread(() -> watch.run(ToyBuild.of(selection.chapter())), "watch");
        watching.start();
    }

    private void awaitOut(String text) {
        await().atMost(Duration.ofSeconds(20)).until(() -> out.toString(UTF_8).contains(text));
        await().until(() -> out.toString(UTF_8).strip().endsWith("Ctrl-C ends"));
    }
}

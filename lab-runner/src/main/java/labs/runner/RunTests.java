package labs.runner;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.platform.commons.JUnitException;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/**
 * Lists or runs the tests named on standard input and reports to standard output.
 *
 * <p>Standard input: the secret, then {@code list} or {@code run}, then one test class a line, or
 * one test method as the report names it, to its end. The secret of the {@link Seal} comes that
 * way, and not as an argument, because the student's code can read the arguments of its own process
 * but not what was already taken from the pipe.
 */
public final class RunTests {
    private RunTests() {}

    public static void main(String[] args) throws IOException {
        var out =
                new PrintStream(
                        new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        // Whatever the tests print goes where nobody reads scores.
        System.setOut(System.err);
        List<String> input = readInput();
        var reporter = new TestReporter(out, new Seal(input.get(0)));
        try {
            work(input.get(1), input.subList(2, input.size()), reporter);
        } catch (JUnitException e) {
            reporter.classFailed(String.join(", ", input.subList(2, input.size())), e);
        }
        new LeftBehind().processes().forEach(reporter::leftBehind);
        reporter.done();
        // Not exit: a student's shutdown hook or a stray thread must not hold the JVM.
        Runtime.getRuntime().halt(0);
    }

    private static List<String> readInput() throws IOException {
        try (var in =
                new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            return in.lines().toList();
        }
    }

    private static void work(String mode, List<String> tests, TestReporter reporter) {
        Launcher launcher = LauncherFactory.create(onlyEngines());
        LauncherDiscoveryRequest request = request(tests);
        if (mode.equals("list")) {
            reporter.announce(launcher.discover(request));
        } else {
            launcher.execute(request, reporter);
        }
    }

    /** No listener, filter or session that the class path offers: those could be the student's. */
    private static LauncherConfig onlyEngines() {
        return LauncherConfig.builder()
                .enableTestExecutionListenerAutoRegistration(false)
                .enableLauncherSessionListenerAutoRegistration(false)
                .enableLauncherDiscoveryListenerAutoRegistration(false)
                .enablePostDiscoveryFilterAutoRegistration(false)
                .build();
    }

    private static LauncherDiscoveryRequest request(List<String> tests) {
        return LauncherDiscoveryRequestBuilder.request()
                .selectors(tests.stream().map(RunTests::selector).toList())
                .build();
    }

    private static DiscoverySelector selector(String test) {
        return test.contains("#") ? selectMethod(test) : selectClass(test);
    }
}

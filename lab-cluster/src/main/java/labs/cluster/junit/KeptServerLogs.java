package labs.cluster.junit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import labs.cluster.ServerLogs;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestExecutionResult.Status;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;

/**
 * When a test fails, keeps the ends of the logs of the servers that it used in {@code
 * target/server-logs}, beside the test's report. JUnit finds this by {@code META-INF/services}.
 */
public final class KeptServerLogs implements TestExecutionListener {
    private static final Path TARGET = Path.of("target");

    @Override
    public void executionStarted(TestIdentifier test) {
        if (test.isTest()) {
            ServerLogs.forgetEnded();
        }
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        if (result.getStatus() != Status.FAILED || !Files.isWritable(TARGET)) {
            return;
        }
        Path directory = TARGET.resolve("server-logs").resolve(name(test));
        try {
            int count = ServerLogs.keep(directory);
            if (count > 0) {
                System.err.println("the logs of " + count + " servers are in " + directory);
            }
        } catch (IOException e) {
            System.err.println("cannot keep the logs of the servers in " + directory + ": " + e);
        }
    }

    private static String name(TestIdentifier test) {
        return test.getSource()
                .map(
                        source -> {
                            if (source instanceof MethodSource method) {
                                return method.getClassName() + "." + method.getMethodName();
                            }
                            return source instanceof ClassSource type
                                    ? type.getClassName()
                                    : "test";
                        })
                .orElse("test");
    }
}

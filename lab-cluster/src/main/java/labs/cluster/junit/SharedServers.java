package labs.cluster.junit;

import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store.CloseableResource;

/**
 * Ends what the test classes of a JVM share: behind the run of tests, the last started first. With
 * {@code -Dlab.servers=jvm} only when the JVM ends, by the servers' own means: Surefire makes a run
 * of each class where several JVMs work, and closes JUnit's store behind it.
 */
public final class SharedServers implements BeforeAllCallback {
    private static final Namespace NAMESPACE = Namespace.create(SharedServers.class);
    private static final boolean LIVE_AS_LONG_AS_THE_JVM =
            "jvm".equals(System.getProperty("lab.servers"));

    private static final Deque<Runnable> ENDS = new ArrayDeque<>(); // guarded by the class

    /** Says how to end something that was started to be shared. */
    public static synchronized void add(Runnable end) {
        ENDS.push(end);
    }

    private static synchronized void endAll() {
        while (!ENDS.isEmpty()) {
            ENDS.pop().run();
        }
    }

    /** Closed with JUnit's store. */
    private record End() implements CloseableResource, AutoCloseable {
        @Override
        public void close() {
            endAll();
        }
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        endWithRunOf(context);
    }

    static void endWithRunOf(ExtensionContext context) {
        if (!LIVE_AS_LONG_AS_THE_JVM) {
            context.getRoot()
                    .getStore(NAMESPACE)
                    .getOrComputeIfAbsent(End.class, type -> new End(), End.class);
        }
    }
}

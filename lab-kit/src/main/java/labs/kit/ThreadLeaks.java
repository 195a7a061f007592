package labs.kit;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Finds threads that were started and never stopped, and would keep a JVM from ending. */
final class ThreadLeaks {
    private static final Duration GRACE = Duration.ofSeconds(3);

    /** Threads of the test engine, and Netty's helper that ends by itself when idle. */
    private static final List<String> NOT_OURS = List.of("junit-", "globalEventExecutor");

    private ThreadLeaks() {}

    /** The threads alive now. */
    static Set<Thread> living() {
        return new HashSet<>(Thread.getAllStackTraces().keySet());
    }

    /** Gives threads started since a moment to end, then fails with the names of those left. */
    static void failIfAnySince(Set<Thread> before) {
        long deadline = System.nanoTime() + GRACE.toNanos();
        Set<Thread> leaked = living();
        leaked.removeAll(before);
        leaked.removeIf(thread -> !keepsTheJvmAlive(thread) || endsBefore(deadline, thread));
        if (!leaked.isEmpty()) {
            throw new AssertionError(describe(leaked));
        }
    }

    private static boolean keepsTheJvmAlive(Thread thread) {
        return !thread.isDaemon() && NOT_OURS.stream().noneMatch(thread.getName()::startsWith);
    }

    private static boolean endsBefore(long deadline, Thread thread) {
        try {
            thread.join(Math.max(1, (deadline - System.nanoTime()) / 1_000_000));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return !thread.isAlive();
    }

    private static String describe(Set<Thread> leaked) {
        return leaked.stream()
                .map(thread -> "\n  " + thread.getName() + top(thread))
                .sorted()
                .collect(
                        Collectors.joining(
                                "",
                                "These threads were started and never stopped; close what started"
                                        + " them (their names say who):",
                                ""));
    }

    private static String top(Thread thread) {
        StackTraceElement[] stack = thread.getStackTrace();
        return stack.length == 0 ? "" : ", at " + stack[0];
    }
}

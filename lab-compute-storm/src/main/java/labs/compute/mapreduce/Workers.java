package labs.compute.mapreduce;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The worker processes of a job. Thread-safe. */
final class Workers {
    private static final int MOST_REPLACED = 20;

    private final JobSpec spec;
    private final Path scratch;
    private final int port;
    private final Map<String, Process> processes = new LinkedHashMap<>(); // guarded by this
    private int started; // guarded by this
    private boolean isStopped; // guarded by this

    /**
     * @param port of the coordinator
     */
    Workers(JobSpec spec, Path scratch, int port) {
        this.spec = spec;
        this.scratch = scratch;
        this.port = port;
    }

    /**
     * Starts as many as are missing.
     *
     * @throws JobFailedException if too many had to be replaced already
     */
    synchronized void replaceDead() throws IOException {
        processes.values().removeIf(process -> !process.isAlive());
        while (processes.size() < spec.workers() && !isStopped) {
            if (started == spec.workers() + MOST_REPLACED) {
                throw new JobFailedException(
                        "workers die as soon as they are started; their last words are above");
            }
            String name = "worker-" + started++;
            processes.put(name, start(name));
        }
    }

    private Process start(String name) throws IOException {
        var command =
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx" + spec.heapMegabytes() + "m",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        WorkerMain.class.getName(),
                        name,
                        Integer.toString(port),
                        spec.job().getName(),
                        Integer.toString(spec.reducers()),
                        scratch.resolve(name).toString());
        return new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    synchronized List<ProcessHandle> handles() {
        return processes.values().stream().map(Process::toHandle).toList();
    }

    /** Ends one that may be stopped: it must not go on later. */
    synchronized void kill(String name) {
        Process process = processes.get(name);
        if (process != null) {
            process.destroyForcibly();
        }
    }

    /** Ends all, and starts none any more; they are gone when it returns. */
    synchronized void stop() {
        isStopped = true;
        processes.values().forEach(Process::destroyForcibly);
        boolean wasInterrupted = false;
        for (Process process : processes.values()) {
            while (process.isAlive()) {
                try {
                    process.waitFor(); // killed: this does not take long
                } catch (InterruptedException e) {
                    wasInterrupted = true;
                }
            }
        }
        if (wasInterrupted) {
            Thread.currentThread().interrupt();
        }
    }
}

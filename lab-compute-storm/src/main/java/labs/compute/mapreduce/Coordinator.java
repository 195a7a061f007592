package labs.compute.mapreduce;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import labs.compute.mapreduce.Schedule.Assignment;
import labs.compute.mapreduce.Schedule.Kind;
import labs.compute.mapreduce.Schedule.Verdict;
import labs.compute.table.Split;

/**
 * Runs one job: starts workers, tells them what to do, and starts new ones for those that die. Any
 * thread may look at its progress. Close it, and no worker and no scratch file is left.
 */
public final class Coordinator implements AutoCloseable {
    private static final int MAX_FAILURES = 4; // of one task, as Hadoop has it
    private static final int SILENCE_MILLIS = 10 * WorkerMain.PING_MILLIS;

    private final JobSpec spec;
    private final List<Split> splits = new ArrayList<>();
    private final Path scratch;
    private final ServerSocket listener;
    private final Thread atExit = new Thread(this::killAll, "mapreduce-at-exit");

    // Guarded by this.
    private final Schedule schedule;
    private final Map<String, Process> processes = new HashMap<>();
    private final Map<String, Integer> ports = new HashMap<>();
    private final Map<Integer, Integer> winners = new HashMap<>(); // map task to attempt
    private final Map<String, Integer> failures = new HashMap<>();
    private Output output;
    private String fatal;
    private int started;

    /**
     * @throws IOException if an input is not there
     */
    public Coordinator(JobSpec spec) throws IOException {
        this.spec = spec;
        for (Path input : spec.inputs()) {
            splits.addAll(Split.of(input, spec.splitBytes()));
        }
        schedule = new Schedule(splits.size(), spec.reducers(), spec.speculates());
        scratch = Files.createTempDirectory("lab-mapreduce-");
        listener = new ServerSocket(0, 64, InetAddress.getLoopbackAddress());
    }

    /**
     * Runs the job to its end.
     *
     * @param progress is told, about twice a second, a line to print
     * @throws JobFailedException if a task fails four times; nothing of the output is there then
     */
    public void run(Consumer<String> progress) throws IOException, InterruptedException {
        output = Output.create(spec.output());
        Runtime.getRuntime().addShutdownHook(atExit);
        daemon(this::accept, "mapreduce-accept").start();
        boolean isDone = false;
        try {
            while (!isDone) {
                synchronized (this) {
                    if (fatal != null) {
                        throw new JobFailedException(fatal);
                    }
                    replaceDead();
                    wait(500);
                    isDone = schedule.isDone();
                    progress.accept(toString());
                }
            }
            output.succeed();
        } finally {
            if (!isDone) {
                output.abandon();
            }
        }
    }

    /** What a person wants to know while it runs. */
    @Override
    public synchronized String toString() {
        return "maps %d of %d, reduces %d of %d, %d attempts repeated"
                .formatted(
                        schedule.done(Kind.MAP),
                        splits.size(),
                        schedule.done(Kind.REDUCE),
                        spec.reducers(),
                        schedule.repeated());
    }

    /** The processes that work now: what tests and demos kill. */
    public synchronized List<ProcessHandle> workers() {
        return processes.values().stream().map(Process::toHandle).toList();
    }

    private void replaceDead() throws IOException {
        processes.values().removeIf(process -> !process.isAlive());
        while (processes.size() < spec.workers()) {
            String name = "worker-" + started++;
            if (started > spec.workers() + 20) {
                fatal = "workers die as soon as they are started; their last words are above";
                return;
            }
            processes.put(name, start(name));
        }
    }

    private Process start(String name) throws IOException {
        var command =
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx" + spec.heapMegabytes() + "m",
                        "-XX:+UseSerialGC",
                        "-XX:+ExitOnOutOfMemoryError",
                        "-cp",
                        System.getProperty("java.class.path"),
                        WorkerMain.class.getName(),
                        name,
                        Integer.toString(listener.getLocalPort()),
                        spec.job().getName(),
                        Integer.toString(spec.reducers()),
                        scratch.resolve(name).toString());
        return new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                socket.setTcpNoDelay(true);
                socket.setSoTimeout(SILENCE_MILLIS);
                daemon(() -> converse(socket), "mapreduce-worker").start();
            } catch (IOException e) {
                // closed: the loop ends
            }
        }
    }

    private static Thread daemon(Runnable task, String name) {
        var thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    /** Until the worker ends, dies or is silent for too long: then what it was at is idle again. */
    private void converse(Socket socket) {
        String name = null;
        try (socket) {
            var in = new DataInputStream(socket.getInputStream());
            var out = new DataOutputStream(socket.getOutputStream());
            if (in.readByte() != Wire.HELLO) {
                return;
            }
            name = in.readUTF();
            int port = in.readInt();
            synchronized (this) {
                ports.put(name, port);
            }
            while (answer(name, in, out)) {}
        } catch (IOException e) {
            // its connection ended: it is taken for dead, below
        } finally {
            if (name != null) {
                lost(name);
            }
        }
    }

    private boolean answer(String worker, DataInputStream in, DataOutputStream out)
            throws IOException {
        int what = in.readByte();
        switch (what) {
            case Wire.PING -> {
                return true;
            }
            case Wire.NEXT -> {
                return tell(worker, out);
            }
            case Wire.SUCCEEDED -> succeeded(assignment(in));
            case Wire.FAILED -> failed(assignment(in), in.readUTF());
            default -> throw new IOException("a worker says " + what);
        }
        return true;
    }

    private static Assignment assignment(DataInputStream in) throws IOException {
        return new Assignment(Kind.values()[in.readByte()], in.readInt(), in.readInt());
    }

    private synchronized boolean tell(String worker, DataOutputStream out) throws IOException {
        if (schedule.isDone() || fatal != null) {
            out.writeByte(Wire.END);
            return false;
        }
        Optional<Assignment> next = schedule.next(worker, millis());
        if (next.isEmpty()) {
            out.writeByte(Wire.WAIT);
        } else if (next.get().kind() == Kind.MAP) {
            tellMap(next.get(), out);
        } else {
            tellReduce(next.get(), out);
        }
        out.flush();
        return true;
    }

    private void tellMap(Assignment map, DataOutputStream out) throws IOException {
        Split split = splits.get(map.task());
        out.writeByte(Wire.MAP);
        out.writeInt(map.task());
        out.writeInt(map.attempt());
        out.writeUTF(split.file().toAbsolutePath().toString());
        out.writeLong(split.start());
        out.writeLong(split.end());
    }

    private void tellReduce(Assignment reduce, DataOutputStream out) throws IOException {
        out.writeByte(Wire.REDUCE);
        out.writeInt(reduce.task());
        out.writeInt(reduce.attempt());
        out.writeUTF(output.attempt(reduce.task(), reduce.attempt()).toAbsolutePath().toString());
        out.writeInt(splits.size());
        for (int map = 0; map < splits.size(); map++) {
            out.writeInt(ports.get(schedule.holder(map).orElseThrow()));
            out.writeInt(winners.get(map));
        }
    }

    private synchronized void succeeded(Assignment attempt) throws IOException {
        if (schedule.succeeded(attempt, millis()) == Verdict.LATE) {
            return; // its file goes with the other attempts in the end
        }
        if (attempt.kind() == Kind.MAP) {
            winners.put(attempt.task(), attempt.attempt());
        } else {
            output.commit(attempt.task(), attempt.attempt());
        }
        notifyAll();
    }

    private synchronized void failed(Assignment attempt, String why) {
        schedule.failed(attempt);
        String task = attempt.kind() + " " + attempt.task();
        if (failures.merge(task, 1, Integer::sum) >= MAX_FAILURES) {
            fatal = why + " (in " + MAX_FAILURES + " attempts)";
            notifyAll();
        }
    }

    private synchronized void lost(String worker) {
        schedule.lost(worker);
        ports.remove(worker);
        Process process = processes.get(worker);
        if (process != null && !schedule.isDone()) {
            process.toHandle().destroyForcibly(); // silent, perhaps stopped: it must not go on
        }
        notifyAll();
    }

    private static long millis() {
        return System.nanoTime() / 1_000_000;
    }

    private synchronized void killAll() {
        processes.values().forEach(process -> process.toHandle().destroyForcibly());
    }

    @Override
    public void close() throws IOException {
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException e) {
            return; // the JVM is going down, and the hook does it
        }
        listener.close();
        awaitEnd();
        Output.delete(scratch);
    }

    /** Workers that were told END are given a moment. */
    private void awaitEnd() {
        try {
            for (Process process : List.copyOf(processes.values())) {
                if (!process.waitFor(2, TimeUnit.SECONDS)) {
                    process.toHandle().destroyForcibly();
                    process.waitFor();
                }
            }
        } catch (InterruptedException e) {
            killAll();
            Thread.currentThread().interrupt();
        }
    }
}

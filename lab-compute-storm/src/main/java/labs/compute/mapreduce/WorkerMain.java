package labs.compute.mapreduce;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import labs.cluster.FileTrees;
import labs.compute.mapreduce.Schedule.Assignment;
import labs.compute.mapreduce.Schedule.Kind;
import labs.compute.table.Split;

/** A worker process: asks for tasks and does them, until it is told to end. */
final class WorkerMain {
    static final int PING_MILLIS = 500;
    private static final int BUFFER_SHARE = 4; // of the heap, for sorting

    private final Job job;
    private final int reducers;
    private final Path directory;
    private final MapOutputs outputs;
    private final DataInputStream in;
    private final DataOutputStream out; // guarded by itself: pings come from another thread

    private WorkerMain(Job job, int reducers, Path directory, MapOutputs outputs, Socket socket)
            throws IOException {
        this.job = job;
        this.reducers = reducers;
        this.directory = directory;
        this.outputs = outputs;
        this.in = new DataInputStream(socket.getInputStream());
        this.out = new DataOutputStream(socket.getOutputStream());
    }

    /** Name, port of the coordinator, class of the job, number of reducers, directory. */
    public static void main(String[] args) throws Exception {
        Constructor<?> constructor = Class.forName(args[2]).getDeclaredConstructor();
        constructor.setAccessible(true); // the job's class need not be public
        Job job = (Job) constructor.newInstance();
        int reducers = Integer.parseInt(args[3]);
        Path directory = Files.createDirectories(Path.of(args[4]));
        ScheduledExecutorService pinger =
                Executors.newSingleThreadScheduledExecutor(
                        task -> {
                            var thread = new Thread(task, "ping");
                            thread.setDaemon(true);
                            return thread;
                        });
        try (var outputs = new MapOutputs(directory);
                var socket =
                        new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(args[1]))) {
            socket.setTcpNoDelay(true);
            var worker = new WorkerMain(job, reducers, directory, outputs, socket);
            worker.hello(args[0]);
            pinger.scheduleWithFixedDelay(
                    worker::ping, PING_MILLIS, PING_MILLIS, TimeUnit.MILLISECONDS);
            worker.work();
        } finally {
            pinger.shutdownNow();
        }
    }

    private void hello(String name) throws IOException {
        synchronized (out) {
            out.writeByte(Wire.HELLO);
            out.writeUTF(name);
            out.writeInt(outputs.port());
            out.flush();
        }
    }

    private void ping() {
        try {
            synchronized (out) {
                out.writeByte(Wire.PING);
                out.flush();
            }
        } catch (IOException e) {
            Runtime.getRuntime().halt(1); // nobody is there any more who could want our work
        }
    }

    private void work() throws IOException, InterruptedException {
        while (true) {
            ask();
            int what = in.readByte();
            switch (what) {
                case Wire.MAP -> map();
                case Wire.REDUCE -> reduce();
                case Wire.WAIT -> TimeUnit.MILLISECONDS.sleep(50);
                case Wire.END -> {
                    return;
                }
                default -> throw new IOException("the coordinator says " + what);
            }
        }
    }

    private void ask() throws IOException {
        synchronized (out) {
            out.writeByte(Wire.NEXT);
            out.flush();
        }
    }

    private void map() throws IOException {
        int task = in.readInt();
        int attempt = in.readInt();
        var split = new Split(Path.of(in.readUTF()), in.readLong(), in.readLong());
        report(
                new Assignment(Kind.MAP, task, attempt),
                () -> {
                    Path own = Files.createDirectory(directory.resolve("map-" + attempt));
                    var map = new MapTask(job, reducers, own, bufferBytes());
                    outputs.add(attempt, map.run(split));
                });
    }

    private static int bufferBytes() {
        return (int) Math.min(1 << 28, Runtime.getRuntime().maxMemory() / BUFFER_SHARE);
    }

    private void reduce() throws IOException {
        int task = in.readInt();
        int attempt = in.readInt();
        Path file = Path.of(in.readUTF());
        int maps = in.readInt();
        int[] ports = new int[maps];
        int[] attempts = new int[maps];
        for (int map = 0; map < maps; map++) {
            ports[map] = in.readInt();
            attempts[map] = in.readInt();
        }
        report(
                new Assignment(Kind.REDUCE, task, attempt),
                () -> {
                    Path own = Files.createDirectory(directory.resolve("reduce-" + attempt));
                    try {
                        fetch(task, ports, attempts, own);
                        ReduceTask.run(job, open(own, maps), file);
                    } finally {
                        FileTrees.delete(own);
                    }
                },
                attempts);
    }

    private static void fetch(int task, int[] ports, int[] attempts, Path into)
            throws MapOutputGoneException {
        for (int map = 0; map < ports.length; map++) {
            try {
                MapOutputs.fetch(ports[map], attempts[map], task, segment(into, map));
            } catch (IOException e) {
                throw new MapOutputGoneException(map, e);
            }
        }
    }

    private static Path segment(Path directory, int map) {
        return directory.resolve("segment-" + map);
    }

    private static List<Run.RecordReader> open(Path directory, int maps) throws IOException {
        List<Run.RecordReader> segments = new ArrayList<>();
        for (int map = 0; map < maps; map++) {
            Path copy = segment(directory, map);
            segments.add(new Run.RecordReader(Files.newInputStream(copy), Files.size(copy)));
        }
        return segments;
    }

    private interface Work {
        void run() throws IOException;
    }

    /**
     * Does it and says how it went.
     *
     * @param mapAttempts that a reducer reads from
     */
    private void report(Assignment task, Work work, int... mapAttempts) throws IOException {
        try {
            work.run();
            say(Wire.SUCCEEDED, task, null);
        } catch (MapOutputGoneException e) {
            synchronized (out) {
                say(Wire.NOT_FETCHED, task, e.getMessage());
                out.writeInt(e.map());
                out.writeInt(mapAttempts[e.map()]);
            }
        } catch (IOException | RuntimeException | OutOfMemoryError e) {
            String kind = task.kind().name().toLowerCase(Locale.ROOT);
            say(Wire.FAILED, task, kind + " task " + task.task() + ": " + e);
        }
    }

    private void say(int how, Assignment task, String why) throws IOException {
        synchronized (out) {
            out.writeByte(how);
            out.writeByte(task.kind().ordinal());
            out.writeInt(task.task());
            out.writeInt(task.attempt());
            if (why != null) {
                out.writeUTF(why.substring(0, Math.min(1_000, why.length())));
            }
            out.flush();
        }
    }
}

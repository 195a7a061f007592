package labs.compute.mapreduce;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
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
        Job job = (Job) Class.forName(args[2]).getDeclaredConstructor().newInstance();
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
        Path own = Files.createDirectory(directory.resolve("map-" + attempt));
        report(
                Schedule.Kind.MAP,
                task,
                attempt,
                () ->
                        outputs.add(
                                attempt,
                                new MapTask(job, reducers, own, bufferBytes()).run(split)));
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
        Path own = Files.createDirectory(directory.resolve("reduce-" + attempt));
        report(
                Schedule.Kind.REDUCE,
                task,
                attempt,
                () -> {
                    List<Run.RecordReader> segments = new ArrayList<>();
                    for (int map = 0; map < maps; map++) {
                        Path copy = own.resolve("segment-" + map);
                        MapOutputs.fetch(ports[map], attempts[map], task, copy);
                        segments.add(
                                new Run.RecordReader(Files.newInputStream(copy), Files.size(copy)));
                    }
                    ReduceTask.run(job, segments, file);
                    Output.delete(own);
                });
    }

    private interface Work {
        void run() throws IOException;
    }

    private void report(Schedule.Kind kind, int task, int attempt, Work work) throws IOException {
        String failure = null;
        try {
            work.run();
        } catch (IOException | RuntimeException | OutOfMemoryError e) {
            failure = kind.name().toLowerCase(Locale.ROOT) + " task " + task + ": " + e;
        }
        synchronized (out) {
            out.writeByte(failure == null ? Wire.SUCCEEDED : Wire.FAILED);
            out.writeByte(kind.ordinal());
            out.writeInt(task);
            out.writeInt(attempt);
            if (failure != null) {
                out.writeUTF(failure.substring(0, Math.min(1_000, failure.length())));
            }
            out.flush();
        }
    }
}

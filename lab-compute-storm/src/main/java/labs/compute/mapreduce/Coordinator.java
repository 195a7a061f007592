package labs.compute.mapreduce;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import labs.cluster.FileTrees;
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
    private static final int MAX_NOT_FETCHED = 3; // of one map's output, until it is made again
    private static final int SILENCE_MILLIS = 10 * WorkerMain.PING_MILLIS;

    private final JobSpec spec;
    private final List<Split> splits = new ArrayList<>();
    private final Path scratch;
    private final int silenceMillis;
    private final ServerSocket listener;
    private final Workers workers;
    private final Thread atExit = new Thread(this::cleanUp, "mapreduce-at-exit");

    // Guarded by this.
    private final Schedule schedule;
    private final Map<String, Integer> ports = new HashMap<>();
    private final Map<Integer, Integer> winners = new HashMap<>(); // map task to attempt
    private final Map<String, Integer> failures = new HashMap<>();
    private final Map<Integer, Integer> notFetched = new HashMap<>(); // by attempt of a map
    private String fatal;

    private Output output; // set before any other thread is started
    private volatile boolean isFinished;

    /**
     * @throws IOException if an input is not there
     */
    public Coordinator(JobSpec spec) throws IOException {
        this(spec, SILENCE_MILLIS);
    }

    /**
     * @param silenceMillis after which a worker that says nothing is taken for dead
     */
    Coordinator(JobSpec spec, int silenceMillis) throws IOException {
        this.spec = spec;
        this.silenceMillis = silenceMillis;
        for (Path input : spec.inputs()) {
            splits.addAll(Split.of(input, spec.splitBytes()));
        }
        schedule = new Schedule(splits.size(), spec.reducers(), spec.speculates());
        listener = new ServerSocket(0, 64, InetAddress.getLoopbackAddress());
        scratch = Files.createTempDirectory("lab-mapreduce-");
        workers = new Workers(spec, scratch, listener.getLocalPort());
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
        try {
            boolean isDone = false;
            while (!isDone) {
                workers.replaceDead();
                isDone = awaitNews();
                progress.accept(toString());
            }
            workers.stop(); // so that nobody writes beside the result while it is put in order
            output.succeed();
            isFinished = true;
        } finally {
            if (!isFinished) {
                workers.stop();
                output.abandon();
            }
        }
    }

    /** Waits until something happened, not for long; says whether all is done. */
    private synchronized boolean awaitNews() throws JobFailedException, InterruptedException {
        if (fatal == null && !schedule.isDone()) {
            wait(500);
        }
        if (fatal != null) {
            throw new JobFailedException(fatal);
        }
        return schedule.isDone();
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

    /** Whether a third of the map tasks is done: a good time to kill a worker. */
    public synchronized boolean isThirdDone() {
        return 3 * schedule.done(Kind.MAP) >= splits.size();
    }

    /** How long each reducer took that counts, in milliseconds: what skew is seen by. */
    public synchronized List<Long> reduceMillis() {
        return schedule.durations(Kind.REDUCE);
    }

    /** The processes that work now: what tests and demos kill. */
    public List<ProcessHandle> workers() {
        return workers.handles();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                socket.setTcpNoDelay(true);
                socket.setSoTimeout(silenceMillis);
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
        } catch (RuntimeException e) {
            fail("the coordinator failed: " + e); // as it would with the next worker, too
        } finally {
            if (name != null) {
                lost(name);
            }
        }
    }

    private synchronized void fail(String why) {
        fatal = fatal == null ? why : fatal;
        notifyAll();
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
            case Wire.NOT_FETCHED ->
                    notFetched(assignment(in), in.readUTF(), in.readInt(), in.readInt());
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

    private synchronized void succeeded(Assignment attempt) {
        if (schedule.succeeded(attempt, millis()) == Verdict.LATE) {
            return; // its file goes with the other attempts in the end
        }
        if (attempt.kind() == Kind.MAP) {
            winners.put(attempt.task(), attempt.attempt());
        } else {
            commit(attempt);
        }
        notifyAll();
    }

    private void commit(Assignment reduce) {
        try {
            output.commit(reduce.task(), reduce.attempt());
        } catch (IOException e) {
            fatal = "cannot put part " + reduce.task() + " in its place: " + e;
        }
    }

    private synchronized void failed(Assignment attempt, String why) {
        if (schedule.failed(attempt)) {
            count(attempt.kind() + " " + attempt.task(), why);
        }
    }

    private void count(String task, String why) {
        if (failures.merge(task, 1, Integer::sum) >= MAX_FAILURES) {
            fatal = why + " (in " + MAX_FAILURES + " attempts)";
            notifyAll();
        }
    }

    /** That is no failure of the reducer: it goes on when the map's output is there again. */
    private synchronized void notFetched(Assignment reduce, String why, int map, int attempt) {
        schedule.failed(reduce);
        boolean isThere = schedule.holder(map).isPresent() && winners.get(map) == attempt;
        if (isThere && notFetched.merge(attempt, 1, Integer::sum) == MAX_NOT_FETCHED) {
            schedule.outputLost(map);
            count(Kind.MAP + " " + map, why);
        }
    }

    private synchronized void lost(String worker) {
        if (fatal != null) {
            return; // all end anyway
        }
        schedule.lost(worker);
        ports.remove(worker);
        if (!schedule.isDone()) {
            workers.kill(worker); // silent, perhaps stopped: it must not go on
        }
        notifyAll();
    }

    private static long millis() {
        return System.nanoTime() / 1_000_000;
    }

    @Override
    public void close() throws IOException {
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException e) {
            return; // the JVM is going down, and the hook does it
        }
        workers.stop();
        try {
            listener.close();
        } finally {
            FileTrees.delete(scratch);
        }
    }

    /** At the end of the JVM, also by Ctrl-C: no process, scratch file or half output stays. */
    private void cleanUp() {
        workers.stop();
        try {
            FileTrees.delete(scratch);
            if (!isFinished) {
                output.abandon();
            }
        } catch (NoSuchFileException e) {
            // somebody else deletes the directory around it
        } catch (IOException e) {
            System.err.println("cannot delete what a job left: " + e);
        }
    }
}

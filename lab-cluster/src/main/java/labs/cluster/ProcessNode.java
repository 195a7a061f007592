package labs.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** A {@link Node} that is a process of this machine. Thread-safe. */
public final class ProcessNode implements Node {
    private final int id;
    private final String address;
    private final ServerProcess process;
    private final Launch launch;
    private final AtomicLong changes = new AtomicLong();

    /** What has to lie on the disk before a server starts, and what its command is. */
    @FunctionalInterface
    public interface Launch {
        /** Writes what the server needs on its disk, and returns what starts it. */
        List<String> prepare() throws IOException;
    }

    /**
     * @param address {@code host:port} for clients
     */
    public ProcessNode(int id, String address, ServerProcess process, Launch launch) {
        this.id = id;
        this.address = address;
        this.process = process;
        this.launch = launch;
    }

    @Override
    public int id() {
        return id;
    }

    @Override
    public String address() {
        return address;
    }

    ServerProcess process() {
        return process;
    }

    @Override
    public boolean isAlive() {
        return process.isAlive();
    }

    @Override
    public void start() {
        if (isAlive()) {
            return;
        }
        changes.incrementAndGet();
        try {
            process.start(launch.prepare());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + this, e);
        }
    }

    @Override
    public void kill() {
        changes.incrementAndGet();
        process.kill();
    }

    @Override
    public void stop() {
        changes.incrementAndGet();
        process.stop();
    }

    @Override
    public void pause() {
        changes.incrementAndGet();
        process.pause();
    }

    @Override
    public void resume() {
        changes.incrementAndGet();
        process.resume();
    }

    @Override
    public long changes() {
        return changes.get();
    }

    @Override
    public String lastLines() {
        return process.lastLines();
    }

    @Override
    public String toString() {
        return process + " at " + address;
    }
}

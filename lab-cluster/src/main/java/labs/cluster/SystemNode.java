package labs.cluster;

/**
 * A node of a certain system: another node, a process or a container, about which more is known.
 * Thread-safe.
 */
public abstract class SystemNode implements Node {
    private final Node node;

    protected SystemNode(Node node) {
        this.node = node;
    }

    @Override
    public final int id() {
        return node.id();
    }

    @Override
    public final String address() {
        return node.address();
    }

    /** The port for clients. */
    public final int port() {
        return Integer.parseInt(address().substring(address().lastIndexOf(':') + 1));
    }

    /**
     * Its process, for those who look into it.
     *
     * @throws IllegalStateException if it is no process of this machine
     */
    public final ServerProcess process() {
        if (node instanceof ProcessNode own) {
            return own.process();
        }
        throw new IllegalStateException(this + " is no process of this machine");
    }

    /**
     * The number of its process.
     *
     * @throws IllegalStateException as {@link #process}
     */
    public final long pid() {
        return process().pid();
    }

    @Override
    public final boolean isAlive() {
        return node.isAlive();
    }

    @Override
    public void start() {
        node.start();
    }

    @Override
    public final void kill() {
        node.kill();
    }

    @Override
    public final void stop() {
        node.stop();
    }

    @Override
    public final void pause() {
        node.pause();
    }

    @Override
    public final void resume() {
        node.resume();
    }

    @Override
    public final long changes() {
        return node.changes();
    }

    @Override
    public final String lastLines() {
        return node.lastLines();
    }

    @Override
    public final String toString() {
        return node.toString();
    }
}

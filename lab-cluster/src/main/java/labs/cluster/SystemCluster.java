package labs.cluster;

import java.util.List;
import java.util.stream.Stream;

/**
 * A {@link Cluster} of servers that we started, with what goes when they do, or one that runs
 * elsewhere. Ours dies when it is closed and when this JVM ends. Thread-safe.
 *
 * @param <N> its nodes
 */
public abstract class SystemCluster<N extends Node> implements Cluster<N> {
    private final Provision provision;
    private final List<N> nodes;
    private final Runnable remains; // ends what is left when the nodes are dead
    private long healthyAt = -1; // guarded by this
    private final Thread atExit = new Thread(this::destroy, "lab-cluster-at-exit");

    /** One that runs elsewhere. */
    protected SystemCluster() {
        this(Provision.YOURS, List.of(), () -> {});
    }

    /**
     * One of ours. From now on the end of this JVM destroys it.
     *
     * @param remains removes what is left when its nodes are dead, such as a directory
     */
    protected SystemCluster(Provision provision, List<N> nodes, Runnable remains) {
        this.provision = provision;
        this.nodes = List.copyOf(nodes);
        this.remains = remains;
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    @Override
    public final Provision provision() {
        return provision;
    }

    @Override
    public final List<N> nodes() {
        return nodes;
    }

    /**
     * Starts what does not live, lets go on what is paused, and waits for all of it. Costs nothing
     * when nobody has done anything to it since the last time.
     */
    @Override
    public final synchronized void heal() {
        if (changes() == healthyAt && all().allMatch(Node::isAlive)) {
            return;
        }
        all().forEach(Node::start);
        all().forEach(Node::resume);
        if (isOurs()) {
            awaitServing();
        }
        healthyAt = changes();
    }

    private long changes() {
        return all().mapToLong(Node::changes).sum();
    }

    private Stream<N> all() {
        return Stream.concat(helpers().stream(), nodes.stream());
    }

    /** Servers of the cluster that are no nodes of it, such as a controller; they start first. */
    protected List<N> helpers() {
        return List.of();
    }

    /** Waits until every server of ours serves clients. */
    protected abstract void awaitServing();

    @Override
    public final void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException e) {
            return; // this JVM is going down, and the hook does the work
        }
        destroy();
    }

    private void destroy() {
        nodes.forEach(Node::kill);
        helpers().forEach(Node::kill);
        endRest();
        remains.run();
    }

    /** Ends what belongs to the cluster and is no node of it. */
    protected void endRest() {}
}

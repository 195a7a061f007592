package labs.zookeeper.recipes;

import static labs.zookeeper.curator.Curators.call;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.api.transaction.CuratorOp;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.data.Stat;

/**
 * A double barrier that can be used again and again. Whoever sees enough members writes their names
 * into {@code ready}: a round. Those may pass, others wait for the next round. A member that dies
 * stops being one when its session expires; it does not keep the others from leaving.
 *
 * <p>While they wait to enter, members watch one node, which changes once. While they wait to
 * leave, the first watches the last, and the others watch the first: whoever leaves wakes one
 * member, not all (as in ZooKeeper's recipes).
 *
 * <p>A member that gave up, whatever the reason, must not be counted: a node that it could not take
 * away goes when the connection is back, unless it enters again first and finds it.
 */
public final class DoubleBarrier implements Barrier {
    private final CuratorFramework client;
    private final String path;
    private final int size;
    private final String mark = "m-" + UUID.randomUUID() + "-"; // which nodes are ours
    private final Receipts receipts;
    private final Signal signal = new Signal();
    private String me; // guarded by this; the name of our node; null when we have none
    private boolean abandoned; // guarded by this; our node, if we have one, is to go
    private List<String> round = List.of(); // guarded by this; those who entered with us

    /** The names of the current round, and the version of the node that holds them. */
    private record Ready(List<String> names, int version) {}

    /**
     * @param size how many must come; the same for all
     */
    public DoubleBarrier(CuratorFramework client, String path, int size) {
        this.client = client;
        this.path = path;
        this.size = size;
        this.receipts = new Receipts(client, path + "/receipts");
    }

    @Override
    public synchronized boolean enter(Duration timeout) throws InterruptedException {
        boolean known = false;
        try {
            boolean entered = enter(System.nanoTime() + timeout.toNanos());
            known = true;
            return entered;
        } catch (KeeperException e) {
            throw RecipeException.of(e);
        } finally {
            if (!known) {
                abandon();
            }
        }
    }

    private boolean enter(long deadline) throws KeeperException, InterruptedException {
        // BEGIN SOLUTION
        join();
        while (true) {
            long seen = signal.changes();
            Ready ready = ready(); // before we look at the members: no change is missed
            if (ready.names().contains(me)) {
                round = ready.names();
                return true;
            }
            List<String> members = members();
            if (!members.contains(me)) {
                throw new RecipeException("our session expired while we waited", null);
            }
            boolean earlierRound = watchAnyOf(ready.names(), members);
            if (!earlierRound && members.size() >= size) {
                announce(members.subList(0, size), ready);
            } else if (!signal.awaitChange(seen, deadline) && withdraw(ready)) {
                return false;
            }
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO zookeeper-6: see README, part 6");
    }

    /** Makes sure that there is one node of ours: two would count as two members. */
    private void join() throws KeeperException, InterruptedException {
        // BEGIN SOLUTION
        abandoned = false;
        Nodes.ensureExists(client, path + "/ready");
        Nodes.ensureExists(client, path + "/members");
        if (!round.isEmpty()) {
            deleteOurs(); // of a round that we could not leave
        }
        call(() -> client.sync().forPath(path + "/members"));
        if (ours().isEmpty()) {
            receipts.transaction().commit(member());
        }
        me = ours().orElseThrow(() -> new RecipeException("somebody deleted our node", null));
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO zookeeper-6: see README, part 6");
    }

    // BEGIN SOLUTION
    private CuratorOp member() throws KeeperException, InterruptedException {
        return call(
                () ->
                        client.transactionOp()
                                .create()
                                .withMode(CreateMode.EPHEMERAL_SEQUENTIAL)
                                .forPath(member(mark)));
    }

    private Optional<String> ours() throws KeeperException, InterruptedException {
        return members().stream().filter(name -> name.startsWith(mark)).findFirst();
    }

    // END SOLUTION
    /** Takes our node away as soon as that can be done, unless we enter again before. */
    private void abandon() {
        abandoned = true;
        WhenConnected.run(client, "barrier-leaves-" + mark, this::leaveIfAbandoned);
    }

    private synchronized void leaveIfAbandoned() throws KeeperException, InterruptedException {
        if (abandoned) {
            deleteOurs();
        }
    }

    private void deleteOurs() throws KeeperException, InterruptedException {
        // BEGIN SOLUTION
        call(() -> client.sync().forPath(path + "/members"));
        for (Optional<String> left = ours(); left.isPresent(); left = ours()) {
            delete(left.get());
        }
        round = List.of();
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO zookeeper-6: see README, part 6");
    }

    private Ready ready() throws KeeperException, InterruptedException {
        var stat = new Stat();
        byte[] data =
                call(
                        () ->
                                client.getData()
                                        .storingStatIn(stat)
                                        .usingWatcher(signal)
                                        .forPath(path + "/ready"));
        String names = new String(data, StandardCharsets.UTF_8);
        return new Ready(Arrays.asList(names.split(",", -1)), stat.getVersion());
    }

    /** Who is there, in the order of coming. */
    private List<String> members() throws KeeperException, InterruptedException {
        var members = new ArrayList<>(call(() -> client.getChildren().forPath(path + "/members")));
        members.sort(Comparator.comparing(name -> name.substring(name.lastIndexOf('-'))));
        return members;
    }

    // BEGIN SOLUTION
    /** Whether one of these still is a member; if so, its end is watched. */
    private boolean watchAnyOf(List<String> names, List<String> members)
            throws KeeperException, InterruptedException {
        for (String name : names) {
            if (members.contains(name) && watch(name)) {
                return true;
            }
        }
        return false;
    }

    private boolean watch(String member) throws KeeperException, InterruptedException {
        try {
            // Not exists(): of a member that has left it would leave a watch which nothing fires.
            call(() -> client.getData().usingWatcher(signal).forPath(member(member)));
            return true;
        } catch (KeeperException.NoNodeException e) {
            return false;
        }
    }

    /** Begins a round, unless another was faster. */
    private void announce(List<String> names, Ready seen)
            throws KeeperException, InterruptedException {
        byte[] data = String.join(",", names).getBytes(StandardCharsets.UTF_8);
        try {
            call(() -> client.setData().withVersion(seen.version()).forPath(path + "/ready", data));
        } catch (KeeperException.BadVersionException e) {
            // Somebody did; we shall see whether we are in it.
        }
    }

    /** Gives up, unless a round with us has begun in this moment. */
    private boolean withdraw(Ready seen) throws KeeperException, InterruptedException {
        try {
            var check =
                    call(
                            () ->
                                    client.transactionOp()
                                            .check()
                                            .withVersion(seen.version())
                                            .forPath(path + "/ready"));
            var delete = call(() -> client.transactionOp().delete().forPath(member(me)));
            receipts.transaction().commit(check, delete);
            return true;
        } catch (KeeperException.BadVersionException e) {
            return false;
        } catch (KeeperException.NoNodeException e) {
            return true; // our session was faster
        }
    }

    // END SOLUTION
    private String member(String name) {
        return path + "/members/" + name;
    }

    @Override
    public synchronized boolean leave(Duration timeout) throws InterruptedException {
        boolean known = false;
        try {
            boolean left = leave(System.nanoTime() + timeout.toNanos());
            round = List.of();
            known = true;
            return left;
        } catch (KeeperException e) {
            throw RecipeException.of(e);
        } finally {
            if (!known) {
                abandon();
            }
        }
    }

    private boolean leave(long deadline) throws KeeperException, InterruptedException {
        // BEGIN SOLUTION
        while (true) {
            long seen = signal.changes();
            List<String> left = members();
            left.retainAll(round);
            if (left.isEmpty() || left.equals(List.of(me))) {
                delete(me);
                return true;
            }
            boolean first = left.get(0).equals(me);
            if (!first) {
                delete(me);
            }
            String awaited = first ? left.get(left.size() - 1) : left.get(0);
            if (watch(awaited) && !signal.awaitChange(seen, deadline)) {
                delete(me);
                return false;
            }
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO zookeeper-6: see README, part 6");
    }

    private void delete(String name) throws KeeperException, InterruptedException {
        call(() -> client.delete().quietly().forPath(member(name)));
    }
}

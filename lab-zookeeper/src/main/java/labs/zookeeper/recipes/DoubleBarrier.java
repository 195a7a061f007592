package labs.zookeeper.recipes;

import static labs.zookeeper.curator.Curators.call;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.apache.curator.framework.CuratorFramework;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.Watcher;
import org.apache.zookeeper.data.Stat;

/**
 * A double barrier that can be used again and again. Whoever sees enough members writes their names
 * into {@code ready}: a round. Those may pass, others wait for the next round. A member that dies
 * stops being one when its session expires; it does not keep the others from leaving.
 *
 * <p>While they wait to enter, members watch one node, which changes once. While they wait to
 * leave, the first watches the last, and the others watch the first: whoever leaves wakes one
 * member, not all (as in ZooKeeper's recipes).
 */
public final class DoubleBarrier implements Barrier {
    private final CuratorFramework client;
    private final String path;
    private final int size;
    private String me; // the name of our node among the members; null when we are none
    private List<String> round = List.of(); // those who entered with us

    /** The names of the current round, and the version of the node that holds them. */
    private record Ready(List<String> names, int version) {}

    /**
     * @param size how many must come; the same for all
     */
    public DoubleBarrier(CuratorFramework client, String path, int size) {
        this.client = client;
        this.path = path;
        this.size = size;
    }

    @Override
    public boolean enter(Duration timeout) throws InterruptedException {
        try {
            return enter(System.nanoTime() + timeout.toNanos());
        } catch (KeeperException e) {
            throw RecipeException.of(e);
        }
    }

    private boolean enter(long deadline) throws KeeperException, InterruptedException {
        // BEGIN SOLUTION
        join();
        while (true) {
            var changed = new Signal();
            Ready ready = ready(changed); // before we look at the members: no change is missed
            if (ready.names().contains(me)) {
                round = ready.names();
                return true;
            }
            List<String> members = members();
            if (!members.contains(me)) {
                throw new RecipeException("our session expired while we waited", null);
            }
            boolean earlierRound = watchAnyOf(ready.names(), members, changed);
            if (!earlierRound && members.size() >= size) {
                announce(members.subList(0, size), ready);
            } else if (!changed.awaitUntil(deadline)) {
                if (withdraw(ready)) {
                    return false;
                }
            }
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO zookeeper-6: see README, part 6");
    }

    private void join() throws KeeperException, InterruptedException {
        Nodes.ensureExists(client, path + "/ready");
        String made =
                call(
                        () ->
                                client.create()
                                        .creatingParentsIfNeeded()
                                        .withProtection() // a lost answer must not leave two of us
                                        .withMode(CreateMode.EPHEMERAL_SEQUENTIAL)
                                        .forPath(path + "/members/m-"));
        me = made.substring(made.lastIndexOf('/') + 1);
    }

    private Ready ready(Watcher watcher) throws KeeperException, InterruptedException {
        var stat = new Stat();
        byte[] data =
                call(
                        () ->
                                client.getData()
                                        .storingStatIn(stat)
                                        .usingWatcher(watcher)
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
    private boolean watchAnyOf(List<String> names, List<String> members, Signal changed)
            throws KeeperException, InterruptedException {
        for (String name : names) {
            if (members.contains(name) && watch(name, changed)) {
                return true;
            }
        }
        return false;
    }

    private boolean watch(String member, Signal gone) throws KeeperException, InterruptedException {
        return call(() -> client.checkExists().usingWatcher(gone).forPath(member(member))) != null;
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
            call(() -> client.transaction().forOperations(check, delete));
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
    public boolean leave(Duration timeout) throws InterruptedException {
        try {
            return leave(System.nanoTime() + timeout.toNanos());
        } catch (KeeperException e) {
            throw RecipeException.of(e);
        }
    }

    private boolean leave(long deadline) throws KeeperException, InterruptedException {
        // BEGIN SOLUTION
        while (true) {
            List<String> left = members();
            left.retainAll(round);
            if (left.isEmpty() || left.equals(List.of(me))) {
                delete();
                return true;
            }
            boolean first = left.get(0).equals(me);
            if (!first) {
                delete();
            }
            String awaited = first ? left.get(left.size() - 1) : left.get(0);
            var gone = new Signal();
            if (watch(awaited, gone) && !gone.awaitUntil(deadline)) {
                delete();
                return false;
            }
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO zookeeper-6: see README, part 6");
    }

    private void delete() throws KeeperException, InterruptedException {
        call(() -> client.delete().quietly().forPath(member(me)));
    }
}

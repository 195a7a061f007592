package labs.memory.grid;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import labs.memory.grid.GridMessage.Ack;
import labs.memory.grid.GridMessage.Migrated;
import labs.memory.grid.GridMessage.Redirect;
import labs.memory.grid.GridMessage.Refused;
import labs.memory.grid.GridMessage.Request;

/**
 * One member of the grid: it hands each message to who knows what to do with it. All calls come one
 * after the other.
 */
public final class GridNode {
    private static final String RETRY = "retry";
    private static final Duration RETRY_EVERY = Duration.ofMillis(50);
    private final GridMachine machine;
    private final GridConfig config;
    private final Map<Integer, Ownership> owned = new HashMap<>();
    private final Map<Integer, BackupCopy> copies = new HashMap<>();
    private final Subscribers subscribers;
    private final List<Operation.Merge> saved = new ArrayList<>(); // from before a merge
    private Membership membership; // null until it starts
    private GridClient merger; // brings what was saved to its new owners; null when nothing is

    public GridNode(GridMachine machine, GridConfig config) {
        this.machine = machine;
        this.config = config;
        this.subscribers = new Subscribers(machine);
    }

    /** Comes up, with nothing in memory, and looks for a cluster. */
    public void start() {
        membership = new Membership(machine, config, this::changed);
        machine.timer(RETRY, RETRY_EVERY);
    }

    /** Gives its partitions away; {@link #isMember} is false when that is done. */
    public void leave() {
        table().coordinator().ifPresent(c -> machine.send(c.node(), leaving()));
    }

    private GridMessage leaving() {
        return new GridMessage.Leave(membership.me());
    }

    public boolean isMember() {
        return membership.isMember();
    }

    public boolean isCoordinator() {
        return membership.isCoordinator();
    }

    public PartitionTable table() {
        return membership.table();
    }

    /** The entry as this node holds it, as owner or backup. */
    public Optional<Entry> entry(String key) {
        return partition(table().partitionOf(key)).flatMap(partition -> partition.entry(key));
    }

    private Optional<Partition> partition(int number) {
        return Optional.ofNullable(owned.get(number))
                .map(Ownership::partition)
                .or(() -> Optional.ofNullable(copies.get(number)).map(BackupCopy::partition));
    }

    public void timeout(String timer) {
        if (timer.equals(Membership.TICK)) {
            membership.tick();
        } else if (timer.equals(RETRY)) {
            machine.timer(RETRY, RETRY_EVERY);
            owned.values().forEach(this::retry);
        } else if (merger != null) {
            merger.timeout(timer);
        }
    }

    private void retry(Ownership ownership) {
        ownership
                .retry()
                .forEach(member -> machine.send(member.node(), new GridMessage.Table(table())));
        tellIfMigrated(ownership);
    }

    private void tellIfMigrated(Ownership ownership) {
        if (ownership.finishMigration()) {
            int partition = ownership.number();
            var message = new Migrated(partition, ownership.replicas().since());
            table().coordinator().ifPresent(c -> machine.send(c.node(), message));
        }
    }

    public void receive(int from, GridMessage message) {
        if (message instanceof Request request) {
            call(from, request);
        } else if (message instanceof GridMessage.Updates updates) {
            take(from, updates);
        } else if (message instanceof GridMessage.Snapshot snapshot) {
            take(from, snapshot);
        } else if (message instanceof Ack ack) {
            Optional.ofNullable(owned.get(ack.partition())).ifPresent(o -> acknowledged(o, ack));
        } else if (message instanceof GridMessage.Subscribe) {
            subscribers.add(from);
            machine.send(from, new GridMessage.Stamps(stamps()));
        } else {
            receiveOfCluster(from, message);
        }
    }

    private void receiveOfCluster(int from, GridMessage message) {
        if (message instanceof GridMessage.Heartbeat beat) {
            membership.heartbeat(beat);
        } else if (message instanceof GridMessage.Table table) {
            membership.receive(table.table());
        } else if (message instanceof Migrated migrated) {
            membership.migrated(migrated.partition(), migrated.since());
        } else if (message instanceof GridMessage.Join join) {
            membership.join(join.who());
        } else if (message instanceof GridMessage.Wait) {
            membership.waitForCluster();
        } else if (message instanceof GridMessage.Leave leave) {
            membership.leave(leave.who());
        } else if (message instanceof GridMessage.Claim claim) {
            membership.claimed(claim);
        } else if (message instanceof GridMessage.Report report) {
            membership.reported(report);
        } else if (message instanceof GridMessage.Hello hello) {
            meet(hello);
        } else if (message instanceof GridMessage.Dissolve dissolve) {
            dissolve(dissolve.coordinator());
        } else if (merger != null) {
            merger.receive(from, message);
        }
    }

    private void call(int client, Request request) {
        if (!isMember()) {
            machine.send(client, new Redirect(request.id(), PartitionTable.NONE));
        } else if (table().members().size() < config.minimumMembers()) {
            machine.send(client, new Refused(request.id(), table()));
        } else {
            callOwner(client, request);
        }
    }

    private void callOwner(int client, Request request) {
        String key = request.operation().key();
        int partition = table().partitionOf(key);
        Ownership ownership = owned.get(partition);
        if (ownership == null || ownership.isStopped()) {
            machine.send(client, new Redirect(request.id(), table()));
        } else if (ownership.call(client, request)) {
            subscribers.tell(new GridMessage.Invalidate(partition, ownership.stamp(), key));
        }
    }

    private void take(int from, GridMessage.Updates updates) {
        BackupCopy copy = copies.get(updates.partition());
        if (copy != null) {
            copy.receive(updates);
            acknowledge(from, updates.partition(), copy);
        } else if (!owned.containsKey(updates.partition())) {
            // An older table may have come behind the snapshot, and ended the copy: say so.
            acknowledge(from, updates.partition(), new BackupCopy());
        }
    }

    private void take(int from, GridMessage.Snapshot snapshot) {
        if (!snapshot.to().equals(membership.me())) {
            return; // for who lived here before
        }
        int partition = snapshot.partition();
        Ownership mine = owned.get(partition);
        if (mine != null) {
            if (snapshot.stream().reign().compareTo(mine.replicas().reign()) <= 0) {
                return; // late, from an owner of before
            }
            owned.remove(partition); // its table will come
        }
        BackupCopy copy = copies.computeIfAbsent(partition, p -> new BackupCopy());
        copy.receive(snapshot);
        acknowledge(from, partition, copy);
    }

    private void acknowledge(int owner, int partition, BackupCopy copy) {
        var ack =
                new Ack(
                        partition,
                        copy.stream(),
                        copy.partition().applied(),
                        membership.me(),
                        table().version());
        machine.send(owner, ack);
    }

    private void acknowledged(Ownership ownership, Ack ack) {
        ownership.acknowledge(ack);
        tellIfMigrated(ownership);
    }

    private Map<Integer, Stamp> stamps() {
        var stamps = new HashMap<Integer, Stamp>();
        owned.forEach((partition, ownership) -> stamps.put(partition, ownership.stamp()));
        return Map.copyOf(stamps);
    }

    /** A new table holds: own what is ours, give up what is not. */
    private void changed(PartitionTable old, PartitionTable now) {
        if (now.members().size() < config.minimumMembers()) {
            // First of all: without the lost backups, nothing would hold the answers back.
            owned.values().forEach(Ownership::forgetCalls);
        }
        for (int p = 0; p < now.partitions().size(); p++) {
            boolean same =
                    p < old.partitions().size()
                            && old.replicas(p).since().equals(now.replicas(p).since());
            if (!same) {
                changed(p, now.replicas(p));
            }
        }
        if (!saved.isEmpty() && merger == null && isMember()) {
            bringSaved();
        }
    }

    private void changed(int partition, Replicas replicas) {
        if (replicas.owner().equals(membership.me())) {
            own(partition, replicas);
            return;
        }
        Ownership before = owned.remove(partition);
        BackupCopy copy = copies.get(partition);
        if (!replicas.holds(membership.me())) {
            copies.remove(partition);
        } else if (copy != null) {
            acknowledge(replicas.owner().node(), partition, copy); // it may wait for the table
        } else if (before != null) {
            copies.put(partition, new BackupCopy(before.partition()));
        }
    }

    private void own(int partition, Replicas replicas) {
        Ownership mine = owned.get(partition);
        if (mine != null && mine.replicas().reign().equals(replicas.reign())) {
            mine.change(replicas);
        } else if (mine != null) {
            owned.put(partition, ownership(partition, mine.partition(), replicas));
        } else {
            BackupCopy copy = copies.remove(partition);
            Partition data = copy == null ? new Partition() : copy.partition();
            owned.put(partition, ownership(partition, data, replicas));
        }
        tellIfMigrated(owned.get(partition));
    }

    private Ownership ownership(int number, Partition data, Replicas replicas) {
        return new Ownership(number, data, replicas, machine, config);
    }

    private void meet(GridMessage.Hello hello) {
        if (membership.yieldsTo(hello)) {
            var message = new GridMessage.Dissolve(membership.me());
            table().members().forEach(member -> machine.send(member.node(), message));
            dissolve(membership.me());
        }
    }

    /** Gives this life up for a larger cluster, and keeps what it owned to bring it there. */
    private void dissolve(Member coordinator) {
        if (!table().members().contains(coordinator)) {
            return; // of a life before
        }
        owned.values()
                .forEach(
                        o ->
                                o.partition()
                                        .entries()
                                        .forEach((k, e) -> saved.add(new Operation.Merge(k, e))));
        owned.clear();
        copies.clear();
        merger = null;
        membership.begin();
    }

    private void bringSaved() {
        var client = new GridClient(machine, config);
        merger = client;
        List.copyOf(saved).forEach(merge -> bring(merge, client));
    }

    private void bring(Operation.Merge merge, GridClient client) {
        client.call(merge)
                .whenComplete(
                        (answer, failure) -> {
                            if (failure == null) {
                                saved.remove(merge);
                            } else if (client == merger) {
                                bring(merge, client);
                            }
                        });
    }
}

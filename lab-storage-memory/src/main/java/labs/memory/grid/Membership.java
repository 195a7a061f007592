package labs.memory.grid;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import labs.memory.grid.GridMessage.Claim;
import labs.memory.grid.GridMessage.Heartbeat;
import labs.memory.grid.GridMessage.Join;
import labs.memory.grid.GridMessage.Report;
import labs.memory.grid.GridMessage.Table;
import labs.memory.grid.GridMessage.Wait;

/**
 * Who is in the cluster, as one member sees it: it joins, tells that it lives, and notices who does
 * not. The oldest member coordinates; when it dies, the next one asks all others for the newest
 * table that they know before it makes one of its own. Confined to its node.
 */
final class Membership {
    static final String TICK = "membership";
    private final GridMachine machine;
    private final GridConfig config;
    private final PartitionPlanner planner;
    private final BiConsumer<PartitionTable, PartitionTable> changed; // the old one, the new one
    private final Map<Member, Duration> heard = new HashMap<>();
    private final Map<Member, PartitionTable> reports = new HashMap<>(); // to a claim of ours
    private Member me;
    private PartitionTable table = PartitionTable.NONE;
    private long promised; // nothing of an older term is taken
    private boolean coordinator;
    private boolean claiming;
    private boolean left; // for good
    private Duration waitingSince; // for a cluster to join

    Membership(
            GridMachine machine,
            GridConfig config,
            BiConsumer<PartitionTable, PartitionTable> changed) {
        this.machine = machine;
        this.config = config;
        this.planner = new PartitionPlanner(config);
        this.changed = changed;
        begin();
    }

    Member me() {
        return me;
    }

    PartitionTable table() {
        return table;
    }

    boolean isMember() {
        return table.members().contains(me);
    }

    boolean isCoordinator() {
        return coordinator;
    }

    /** Begins a new life, which belongs to no cluster. */
    void begin() {
        me = new Member(machine.id(), machine.random().nextLong());
        table = PartitionTable.NONE;
        promised = 0;
        coordinator = false;
        claiming = false;
        waitingSince = machine.now();
        tick();
    }

    void tick() {
        if (left) {
            return;
        }
        machine.timer(TICK, config.heartbeat());
        if (!isMember()) {
            askToJoin();
            return;
        }
        toOthers(new Heartbeat(me, table.version()));
        if (coordinator) {
            lead();
        } else if (firstAlive().equals(me)) {
            claim();
        } else {
            claiming = false;
        }
    }

    private void askToJoin() {
        machine.nodes().stream()
                .filter(node -> node != machine.id())
                .forEach(node -> machine.send(node, new Join(me)));
        // Longer than it takes to notice a dead coordinator: who is left will answer.
        if (since(waitingSince).compareTo(config.patience().multipliedBy(2)) > 0) {
            coordinator = true;
            install(PartitionTable.found(me, config.partitions()));
        }
    }

    /** Somebody wants to join. Of those who find no cluster, the lowest founds one. */
    void join(Member who) {
        if (coordinator && !table.members().contains(who)) {
            Set<Member> before =
                    table.members().stream()
                            .filter(m -> m.node() == who.node())
                            .collect(Collectors.toSet());
            PartitionTable left = before.isEmpty() ? table : planner.without(table, before);
            publish(planner.migrate(planner.join(left, who)));
        } else if (coordinator) {
            machine.send(who.node(), new Table(table));
        } else if (isMember()) {
            machine.send(who.node(), new Wait());
        } else if (who.node() < machine.id()) {
            waitingSince = machine.now();
        }
    }

    void waitForCluster() {
        waitingSince = machine.now();
    }

    void leave(Member who) {
        if (coordinator && table.members().contains(who) && !table.leaving().contains(who)) {
            publish(planner.migrate(planner.leave(table, who)));
        }
    }

    void heartbeat(Heartbeat beat) {
        if (!table.members().contains(beat.from())) {
            return;
        }
        heard.put(beat.from(), machine.now());
        if (coordinator && table.version().isNewerThan(beat.version())) {
            machine.send(beat.from().node(), new Table(table));
        }
    }

    /** A table came: from the coordinator, or from an owner that knew it earlier. */
    void receive(PartitionTable newer) {
        boolean mine = newer.members().contains(me) || isFarewell(newer);
        if (mine
                && newer.version().isNewerThan(table.version())
                && newer.version().term() >= promised) {
            promised = newer.version().term();
            coordinator = false;
            claiming = false;
            install(newer);
        }
    }

    private boolean isFarewell(PartitionTable newer) {
        return table.leaving().contains(me) && !newer.members().contains(me);
    }

    private void lead() {
        Set<Member> out = dead();
        out.addAll(planner.gone(table));
        PartitionTable next = out.isEmpty() ? table : planner.without(table, out);
        publish(planner.migrate(next));
        greetStrangers();
    }

    /** Who was cut off, and founded a cluster of its own, hears that there is this one. */
    private void greetStrangers() {
        Set<Integer> known = table.members().stream().map(Member::node).collect(Collectors.toSet());
        machine.nodes().stream()
                .filter(node -> !known.contains(node))
                .forEach(
                        node ->
                                machine.send(
                                        node, new GridMessage.Hello(me, table.members().size())));
    }

    /** Whether this cluster is to be given up for the one of that coordinator. */
    boolean yieldsTo(GridMessage.Hello other) {
        int mine = table.members().size();
        return coordinator
                && !table.members().contains(other.coordinator())
                && (other.members() > mine
                        || other.members() == mine && other.coordinator().node() < machine.id());
    }

    void migrated(int partition, TableVersion since) {
        if (coordinator) {
            Replicas replicas = table.replicas(partition);
            if (replicas.isMigrating() && replicas.since().equals(since)) {
                publish(planner.migrate(planner.migrated(table, partition)));
            }
        }
    }

    /** Asks all who live for the newest table, until all have answered. */
    private void claim() {
        // BEGIN SOLUTION
        if (!claiming) {
            claiming = true;
            promised = Math.max(promised, table.version().term()) + 1;
            reports.clear();
            reports.put(me, table);
        }
        List<Member> silent = silent();
        silent.forEach(member -> machine.send(member.node(), new Claim(promised, me)));
        if (silent.isEmpty()) {
            takeOver();
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO storage-memory-4: README, part 4");
    }

    // BEGIN SOLUTION
    /** Who has not answered yet, of those that anybody who did knows of. */
    private List<Member> silent() {
        Set<Member> known = new HashSet<>(table.members());
        reports.values().forEach(report -> known.addAll(report.members()));
        known.forEach(member -> heard.putIfAbsent(member, machine.now()));
        known.removeAll(reports.keySet());
        return known.stream().filter(this::isAlive).toList();
    }

    private void takeOver() {
        PartitionTable newest = table;
        for (PartitionTable report : reports.values()) {
            newest = report.version().isNewerThan(newest.version()) ? report : newest;
        }
        Set<Member> dead =
                newest.members().stream().filter(m -> !isAlive(m)).collect(Collectors.toSet());
        claiming = false;
        coordinator = true;
        publish(planner.takeOver(newest, dead, promised));
    }

    // END SOLUTION

    void claimed(Claim claim) {
        // BEGIN SOLUTION
        if (claim.term() >= promised && table.members().contains(claim.by())) {
            promised = claim.term();
            coordinator = false;
            claiming = false;
            machine.send(claim.by().node(), new Report(promised, me, table));
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO storage-memory-4: README, part 4");
    }

    void reported(Report report) {
        if (claiming && report.term() == promised) {
            reports.put(report.from(), report.table());
            claim();
        }
    }

    private void publish(PartitionTable next) {
        if (next.version().isNewerThan(table.version())) {
            var audience = new HashSet<>(table.members());
            audience.addAll(next.members());
            audience.remove(me);
            promised = next.version().term();
            install(next);
            audience.forEach(member -> machine.send(member.node(), new Table(next)));
        }
    }

    private void install(PartitionTable next) {
        PartitionTable old = table;
        table = next;
        next.members().forEach(member -> heard.putIfAbsent(member, machine.now()));
        heard.keySet().retainAll(next.members());
        coordinator &= isMember();
        left |= old.leaving().contains(me) && !isMember();
        changed.accept(old, next);
    }

    private void toOthers(GridMessage message) {
        table.members().stream()
                .filter(member -> !member.equals(me))
                .forEach(member -> machine.send(member.node(), message));
    }

    private Member firstAlive() {
        return alive().get(0);
    }

    private List<Member> alive() {
        return table.members().stream().filter(this::isAlive).toList();
    }

    private Set<Member> dead() {
        return table.members().stream()
                .filter(member -> !isAlive(member))
                .collect(Collectors.toSet());
    }

    private boolean isAlive(Member member) {
        return member.equals(me) || since(heard.get(member)).compareTo(config.patience()) < 0;
    }

    private Duration since(Duration moment) {
        return machine.now().minus(moment);
    }
}

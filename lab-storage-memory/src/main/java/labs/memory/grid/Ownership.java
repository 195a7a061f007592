package labs.memory.grid;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import labs.memory.grid.Contents.Done;
import labs.memory.grid.GridMessage.Answer;
import labs.memory.grid.GridMessage.Request;
import labs.memory.grid.GridMessage.Snapshot;
import labs.memory.grid.GridMessage.Updates;

/**
 * What the owner of a partition does: it carries calls out, sends what it wrote to its backups, and
 * answers when those that must have it do. Whoever shall hold the partition next gets the same
 * updates behind a snapshot, so no write is missed while it moves. Confined to its node.
 */
final class Ownership {
    /** Writes that a backup may be behind; then it gets a snapshot instead. */
    static final int BACKLOG = 1_000;

    private final int number;
    private final Partition partition;
    private final GridMachine machine;
    private final GridConfig config;
    private final Map<Member, Backup> backups = new HashMap<>();
    private final Deque<Update> log = new ArrayDeque<>(); // the last writes
    private final Deque<Waiting> waiting = new ArrayDeque<>(); // in the order of their sequence
    private Replicas replicas;
    private long streams;
    private boolean stopped; // somebody else becomes the owner

    /** An answer, until the backups hold that write. */
    private record Waiting(int client, long sequence, Answer answer) {}

    Ownership(
            int number,
            Partition partition,
            Replicas replicas,
            GridMachine machine,
            GridConfig config) {
        this.number = number;
        this.partition = partition;
        this.machine = machine;
        this.config = config;
        change(replicas);
    }

    int number() {
        return number;
    }

    Partition partition() {
        return partition;
    }

    Replicas replicas() {
        return replicas;
    }

    /** Calls go to somebody else, or will in a moment. */
    boolean isStopped() {
        return stopped;
    }

    Stamp stamp() {
        return new Stamp(replicas.reign(), partition.applied());
    }

    /** Others hold the partition from now on; this node still owns it. */
    void change(Replicas now) {
        // BEGIN SOLUTION
        replicas = now;
        stopped = false;
        backups.keySet().retainAll(now.receivers());
        now.receivers().stream()
                .filter(member -> !backups.containsKey(member))
                .forEach(this::startStream);
        advance();
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO storage-memory-4: README, part 4");
    }

    private void startStream(Member member) {
        var stream = new BackupStream(replicas.reign(), ++streams);
        backups.put(member, new Backup(stream, partition.applied()));
        machine.send(member.node(), new Snapshot(member, number, stream, partition.contents()));
    }

    /** Carries out a call; returns whether it wrote. */
    boolean call(int client, Request request) {
        // BEGIN SOLUTION
        Optional<Done> done = partition.done(request.id().session());
        if (done.isPresent() && done.get().number() >= request.id().number()) {
            repeat(client, request, done.get());
            return false;
        }
        boolean reads = request.operation() instanceof Operation.Get;
        Optional<String> value = reads ? partition.read(request.operation().key()) : write(request);
        // A read waits, too: what it saw may not be on the backups yet.
        waiting.add(waiting(client, request.id(), value));
        advance();
        return !reads;
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO storage-memory-4: README, part 4");
    }

    private Waiting waiting(int client, RequestId id, Optional<String> value) {
        return new Waiting(client, partition.applied(), new Answer(id, value, stamp()));
    }

    // BEGIN SOLUTION
    /** The call came before: the answer is known. An older one nobody waits for. */
    private void repeat(int client, Request request, Done done) {
        if (done.number() == request.id().number()) {
            waiting.add(waiting(client, request.id(), done.answer()));
            advance();
        }
    }

    private Optional<String> write(Request request) {
        var update = new Update(request.id(), resolve(request.operation()), machine.now());
        Optional<String> answer = partition.apply(update);
        log.add(update);
        if (log.size() > BACKLOG) {
            log.remove();
        }
        backups.forEach((member, backup) -> send(member, backup, List.of(update)));
        return answer;
    }

    /** The policy looks at hits, which only the owner counts: so only the owner may decide. */
    private Operation resolve(Operation operation) {
        if (operation instanceof Operation.Merge merge) {
            Optional<Entry> existing = partition.entry(merge.key());
            return new Operation.Store(
                    merge.key(), config.mergePolicy().merge(existing, merge.entry()));
        }
        return operation;
    }

    // END SOLUTION

    private void send(Member member, Backup backup, List<Update> last) {
        long first = partition.applied() - last.size() + 1;
        machine.send(member.node(), new Updates(number, backup.stream, first, last));
    }

    void acknowledge(GridMessage.Ack ack) {
        Backup backup = backups.get(ack.from());
        if (backup == null) {
            return;
        }
        if (backup.hasSnapshot() && ack.stream().equals(BackupStream.NONE)) {
            startStream(ack.from()); // it had the partition, and has it no more
        } else {
            backup.acknowledge(ack);
            advance();
        }
    }

    /** Answers what may be answered. */
    private void advance() {
        // BEGIN SOLUTION
        while (!waiting.isEmpty() && isHeld(waiting.peek().sequence())) {
            Waiting ready = waiting.remove();
            machine.send(ready.client(), ready.answer());
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO storage-memory-4: README, part 4");
    }

    // BEGIN SOLUTION
    private boolean isHeld(long sequence) {
        return required().stream()
                .allMatch(member -> backups.get(member).holds(sequence, replicas.since()));
    }

    /** The synchronous backups of today, and those after the migration. */
    private Set<Member> required() {
        var required = new HashSet<Member>();
        replicas.backups().stream().limit(config.syncBackups()).forEach(required::add);
        replicas.next().stream().limit(1 + config.syncBackups()).forEach(required::add);
        required.remove(replicas.owner());
        return required;
    }

    // END SOLUTION

    /**
     * Returns whether those who shall hold the partition next have it. Before somebody else becomes
     * its owner, this one stops, and sees that all of it has arrived.
     */
    boolean finishMigration() {
        // BEGIN SOLUTION
        if (!replicas.isMigrating() || !receivesNext(Backup::hasSnapshot)) {
            return false;
        }
        if (replicas.next().get(0).equals(replicas.owner())) {
            return true;
        }
        stopped = true;
        return waiting.isEmpty() && receivesNext(b -> b.acknowledged() >= partition.applied());
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO storage-memory-4: README, part 4");
    }

    private boolean receivesNext(Predicate<Backup> condition) {
        return replicas.next().stream()
                .filter(member -> !member.equals(replicas.owner()))
                .allMatch(member -> condition.test(backups.get(member)));
    }

    /** Says again what may have been lost. Returns the receivers that are behind. */
    List<Member> retry() {
        var behind = new ArrayList<Member>();
        new LinkedHashMap<>(backups)
                .forEach(
                        (member, backup) -> {
                            if (!backup.holds(partition.applied(), replicas.since())) {
                                behind.add(member);
                                retry(member, backup);
                            }
                        });
        return behind;
    }

    private void retry(Member member, Backup backup) {
        long missing = partition.applied() - backup.acknowledged();
        if (!backup.hasSnapshot() || missing > log.size()) {
            startStream(member);
        } else {
            var all = List.copyOf(log);
            send(member, backup, all.subList(all.size() - (int) missing, all.size()));
        }
    }

    /** Forgets whom it owes answers: they will have to ask again. */
    void forgetCalls() {
        waiting.clear();
    }
}

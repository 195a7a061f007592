package labs.memory.grid;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What members and clients say to each other. Immutable. */
public sealed interface GridMessage {
    /** To everybody: I want to be a member. */
    record Join(Member who) implements GridMessage {}

    /** There is a cluster; its coordinator will hear you. */
    record Wait() implements GridMessage {}

    /** To the coordinator: I want to go. */
    record Leave(Member who) implements GridMessage {}

    /** To all members: I live, and this is my table. */
    record Heartbeat(Member from, TableVersion version) implements GridMessage {}

    /** From the coordinator: so it is from now on. */
    record Table(PartitionTable table) implements GridMessage {}

    /** From the oldest member after the coordinator's death: what is the newest that you know? */
    record Claim(long term, Member by) implements GridMessage {}

    /** I shall take nothing of an older coordinator any more, and know this. */
    record Report(long term, Member from, PartitionTable table) implements GridMessage {}

    /** From a coordinator to who is no member: there is a cluster, and it is this large. */
    record Hello(Member coordinator, int members) implements GridMessage {}

    /** From the coordinator of a cluster that is given up, for a larger one. */
    record Dissolve(Member coordinator) implements GridMessage {}

    /** Owner to backup: forget what you have of this partition; this is it. */
    record Snapshot(Member to, int partition, BackupStream stream, Contents contents)
            implements GridMessage {}

    /** Owner to backup: the writes from that number on. */
    record Updates(int partition, BackupStream stream, long first, List<Update> updates)
            implements GridMessage {}

    /** Backup to owner: I have all writes up to that number, and know that table. */
    record Ack(int partition, BackupStream stream, long applied, Member from, TableVersion table)
            implements GridMessage {}

    /** Owner to coordinator: who shall hold the partition next has it, as of that table. */
    record Migrated(int partition, TableVersion since) implements GridMessage {}

    /** Client to owner. */
    record Request(RequestId id, Operation operation) implements GridMessage {}

    /** Owner to client. */
    record Answer(RequestId id, Optional<String> value, Stamp stamp) implements GridMessage {}

    /** Not me, or not now: look who it is. */
    record Redirect(RequestId id, PartitionTable table) implements GridMessage {}

    /** Nothing was done: too few members. */
    record Refused(RequestId id, PartitionTable table) implements GridMessage {}

    /** Client to all members, now and then: tell me what changes. */
    record Subscribe() implements GridMessage {}

    /** Owner to subscriber: this was written, as the write with that stamp. */
    record Invalidate(int partition, Stamp stamp, String key) implements GridMessage {}

    /** Owner to subscriber: the last write of each partition of mine. */
    record Stamps(Map<Integer, Stamp> last) implements GridMessage {}
}

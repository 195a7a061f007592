package labs.memory.grid;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import labs.memory.grid.GridMessage.Ack;
import labs.memory.grid.GridMessage.Answer;
import labs.memory.grid.GridMessage.Request;
import labs.memory.grid.GridMessage.Snapshot;
import labs.memory.grid.GridMessage.Updates;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One partition: its owner is member 0, member 1 its backup, and node 9 a client. */
@Timeout(30)
class GridReplicationTest {
    private static final int CLIENT = 9;
    private static final TableVersion FIRST = new TableVersion(1, 1);
    private static final TableVersion SECOND = new TableVersion(1, 2);
    private static final Member OWNER = new Member(0, 100);
    private static final Member BACKUP = new Member(1, 101);
    private static final Member NEXT = new Member(2, 102);
    private final RecordingMachine machine = new RecordingMachine();
    private final Partition partition = new Partition();
    private final Ownership ownership =
            new Ownership(
                    7,
                    partition,
                    new Replicas(List.of(OWNER, BACKUP), List.of(), FIRST, FIRST),
                    machine,
                    GridConfig.standard());
    private final BackupStream stream = snapshot(BACKUP).stream();

    private Snapshot snapshot(Member member) {
        return machine.takeSentTo(member.node()).stream()
                .filter(Snapshot.class::isInstance)
                .map(Snapshot.class::cast)
                .findFirst()
                .orElseThrow();
    }

    private void put(long number, String value) {
        ownership.call(
                CLIENT, new Request(new RequestId(5, number), new Operation.Put("key", value)));
    }

    private void acknowledge(Member from, BackupStream its, long applied, TableVersion table) {
        ownership.acknowledge(new Ack(7, its, applied, from, table));
    }

    private List<Optional<String>> answers() {
        return machine.takeSentTo(CLIENT).stream()
                .map(message -> ((Answer) message).value())
                .toList();
    }

    private void migrateTo(List<Member> next) {
        ownership.change(ownership.replicas().change(ownership.replicas().members(), next, SECOND));
    }

    @Test
    void shouldAnswerAWriteWhenTheBackupHasIt() {
        put(1, "value");
        assertThat(answers()).as("nobody else has it yet").isEmpty();
        acknowledge(BACKUP, stream, 1, FIRST);
        assertThat(answers()).containsExactly(Optional.empty());
    }

    @Test
    void shouldNotAnswerAReadOfWhatTheBackupHasNot() {
        put(1, "value");
        ownership.call(CLIENT, new Request(new RequestId(6, 1), new Operation.Get("key")));
        assertThat(answers()).as("if the owner dies now, the value was never there").isEmpty();
        acknowledge(BACKUP, stream, 1, FIRST);
        assertThat(answers()).containsExactly(Optional.empty(), Optional.of("value"));
    }

    @Test
    void shouldCarryARepeatedCallOutOnce() {
        put(1, "one");
        put(2, "two");
        put(2, "two");
        put(1, "one");
        acknowledge(BACKUP, stream, 2, FIRST);
        assertThat(partition.applied()).as("writes").isEqualTo(2);
        assertThat(partition.read("key")).contains("two");
        assertThat(answers())
                .as("both of the first, the second once more, and nothing to the late one")
                .containsExactly(Optional.empty(), Optional.of("one"), Optional.of("one"));
    }

    @Test
    void shouldNotCountABackupThatDoesNotKnowTheTable() {
        migrateTo(List.of(OWNER, BACKUP));
        put(1, "value");
        acknowledge(BACKUP, stream, 1, FIRST);
        assertThat(answers()).as("it may still name another backup").isEmpty();
        acknowledge(BACKUP, stream, 1, SECOND);
        assertThat(answers()).hasSize(1);
    }

    @Test
    void shouldNotCountALateAcknowledgementOfAnOldStream() {
        var old = new BackupStream(TableVersion.NONE, 1);
        put(1, "value");
        acknowledge(BACKUP, old, 9, FIRST);
        assertThat(answers()).isEmpty();
    }

    @Test
    void shouldSendWritesToWhoJoinsAndWaitForIt() {
        migrateTo(List.of(OWNER, NEXT));
        BackupStream its = snapshot(NEXT).stream();
        put(1, "meanwhile");
        assertThat(machine.takeSentTo(NEXT.node())).hasAtLeastOneElementOfType(Updates.class);
        acknowledge(BACKUP, stream, 1, SECOND);
        assertThat(answers()).as("the next backup has it not").isEmpty();
        acknowledge(NEXT, its, 1, SECOND);
        assertThat(answers()).hasSize(1);
        assertThat(ownership.finishMigration()).isTrue();
        assertThat(ownership.isStopped()).as("it stays the owner").isFalse();
    }

    @Test
    void shouldStopBeforeAnotherBecomesTheOwner() {
        migrateTo(List.of(NEXT, OWNER));
        BackupStream its = snapshot(NEXT).stream();
        assertThat(ownership.finishMigration()).as("the snapshot is on its way").isFalse();
        assertThat(ownership.isStopped()).isFalse();
        put(1, "last");
        acknowledge(BACKUP, stream, 1, SECOND);
        acknowledge(NEXT, its, 0, SECOND);
        assertThat(ownership.finishMigration()).as("the last write is on its way").isFalse();
        assertThat(ownership.isStopped()).as("no more calls").isTrue();
        acknowledge(NEXT, its, 1, SECOND);
        assertThat(ownership.finishMigration()).isTrue();
    }

    @Test
    void shouldSayAgainWhatWasLost() {
        acknowledge(BACKUP, stream, 0, FIRST);
        put(1, "one");
        put(2, "two");
        acknowledge(BACKUP, stream, 1, FIRST);
        machine.takeSentTo(BACKUP.node());
        ownership.retry();
        Updates again = (Updates) machine.takeSentTo(BACKUP.node()).get(0);
        assertThat(again.first()).isEqualTo(2);
        assertThat(again.updates()).hasSize(1);
    }

    @Test
    void shouldApplyUpdatesInTheirOrderThoughTheyOvertakeEachOther() {
        var copy = new BackupCopy();
        copy.receive(new Snapshot(BACKUP, 7, stream, new Contents(Map.of(), Map.of(), 0)));
        copy.receive(new Updates(7, stream, 2, List.of(update(2, "two"))));
        assertThat(copy.partition().applied()).isZero();
        copy.receive(new Updates(7, stream, 1, List.of(update(1, "one"))));
        copy.receive(new Updates(7, stream, 1, List.of(update(1, "one"))));
        assertThat(copy.partition().read("key")).contains("two");
        assertThat(copy.partition().applied()).isEqualTo(2);
    }

    @Test
    void shouldIgnoreAnOwnerOfBefore() {
        var copy = new BackupCopy();
        var newer = new BackupStream(SECOND, 1);
        copy.receive(new Snapshot(BACKUP, 7, newer, new Contents(Map.of(), Map.of(), 0)));
        copy.receive(new Snapshot(BACKUP, 7, stream, new Contents(Map.of(), Map.of(), 5)));
        copy.receive(new Updates(7, stream, 1, List.of(update(1, "old"))));
        assertThat(copy.partition().applied()).isZero();
    }

    private static Update update(long number, String value) {
        var id = new RequestId(5, number);
        return new Update(id, new Operation.Put("key", value), Duration.ZERO);
    }
}

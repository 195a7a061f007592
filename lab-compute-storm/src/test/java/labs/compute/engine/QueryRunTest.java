package labs.compute.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import labs.compute.engine.QueryRun.Kind;
import labs.compute.engine.QueryRun.Message;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class QueryRunTest {
    private final QueryRun query = new QueryRun(new Run(7, 1), 3, 5, 2);

    private List<Message> sent() {
        var messages = new ArrayList<Message>();
        for (Optional<Message> next = query.next(); next.isPresent(); next = query.next()) {
            messages.add(next.get());
        }
        return messages;
    }

    private List<Kind> kinds() {
        return sent().stream().map(Message::kind).toList();
    }

    private Message begun() {
        Message begin = query.next().orElseThrow();
        query.acked(begin);
        return begin;
    }

    @Test
    void shouldSendNoRowsBeforeEveryTaskIsPrepared() {
        assertThat(kinds()).containsExactly(Kind.BEGIN);
        assertThat(kinds()).as("not acked yet").isEmpty();
    }

    @Test
    void shouldThenSendALeaseToEachHolderAndOnlySoManySplits() {
        begun();

        List<Message> first = sent();
        assertThat(first)
                .extracting(Message::kind)
                .containsExactly(Kind.LEASE, Kind.LEASE, Kind.LEASE, Kind.SPLIT, Kind.SPLIT);
        assertThat(first).extracting(Message::number).containsExactly(0, 1, 2, 0, 1);
        query.acked(first.get(0));
        assertThat(sent()).as("a lease is no split").isEmpty();
        query.acked(first.get(4));
        assertThat(sent()).extracting(Message::number).containsExactly(2);
    }

    @Test
    void shouldSendEachSplitOnce() {
        begun();
        var splits = new ArrayList<Integer>();
        for (List<Message> some = sent(); !some.isEmpty(); some = sent()) {
            for (Message message : some) {
                if (message.kind() == Kind.SPLIT) {
                    splits.add(message.number());
                    query.acked(message);
                }
            }
        }
        assertThat(splits).containsExactly(0, 1, 2, 3, 4);
        assertThat(query.acked()).isEqualTo(5);
    }

    @Test
    void shouldBeginAnewWhenASplitFails() {
        begun();
        Message split = sent().get(4);

        query.failed(split);

        Message begin = query.next().orElseThrow();
        assertThat(begin.kind()).isEqualTo(Kind.BEGIN);
        assertThat(begin.run()).isEqualTo(new Run(7, 2));
        assertThat(query.acked()).isZero();
    }

    @Test
    void shouldBeginAnewWhenTheLeaseOrTheBeginningFails() {
        query.failed(query.next().orElseThrow());
        assertThat(query.run()).isEqualTo(new Run(7, 2));
        begun();

        Message lease = query.next().orElseThrow();
        assertThat(lease.kind()).isEqualTo(Kind.LEASE);
        query.failed(lease);

        assertThat(query.run()).isEqualTo(new Run(7, 3));
    }

    @Test
    void shouldNotMindWhatAnOlderAttemptComesTo() {
        Message oldBegin = begun();
        List<Message> old = sent();
        query.failed(old.get(3));
        Message begin = query.next().orElseThrow();

        query.failed(old.get(4));
        query.acked(oldBegin);
        query.acked(old.get(3));
        old.forEach(query::failed);

        assertThat(query.run()).as("one failure is one new attempt").isEqualTo(begin.run());
        assertThat(query.next()).as("it still waits for its own beginning").isEmpty();
        assertThat(query.acked()).as("splits of this attempt").isZero();
        query.acked(begin);
        assertThat(kinds())
                .containsExactly(Kind.LEASE, Kind.LEASE, Kind.LEASE, Kind.SPLIT, Kind.SPLIT);
    }

    @Test
    void shouldSayThatItIsOverUntilAllHaveHeard() {
        begun();
        sent();
        query.release();

        Message release = query.next().orElseThrow();
        assertThat(release.kind()).isEqualTo(Kind.RELEASE);
        assertThat(query.next()).isEmpty();
        query.failed(release);
        assertThat(kinds()).containsExactly(Kind.RELEASE);
    }

    @Test
    void shouldNotBeginAnewWhenNobodyNeedsIt() {
        begun();
        List<Message> messages = sent();
        query.release();
        Message release = query.next().orElseThrow();

        query.failed(messages.get(0));

        assertThat(query.next()).isEmpty();
        assertThat(query.run()).isEqualTo(release.run());
    }
}

package labs.zookeeper.zab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.Serializable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The pieces, one by one, before they play together. */
@Timeout(10)
class ZabPiecesTest {
    private static Zxid zxid(long epoch, long counter) {
        return new Zxid(epoch, counter);
    }

    private static Transaction transaction(long epoch, long counter) {
        return new Transaction(zxid(epoch, counter), epoch * 100 + counter);
    }

    /** A disk that never fails. */
    private static final class Shelf implements ZabDisk {
        private final Map<String, Object> values = new HashMap<>();

        @Override
        public void write(String key, Serializable value) {
            values.put(key, value);
        }

        @Override
        public Optional<Object> read(String key) {
            return Optional.ofNullable(values.get(key));
        }

        @Override
        public void sync() {}
    }

    @Test
    void shouldOrderZxidsByEpochAndThenByCounter() {
        assertThat(zxid(2, 1)).isGreaterThan(zxid(1, 9));
        assertThat(zxid(1, 10)).isGreaterThan(zxid(1, 9));
        assertThat(zxid(1, 9)).isEqualByComparingTo(zxid(1, 9));
        assertThat(zxid(Long.MAX_VALUE, 0)).isGreaterThan(zxid(0, Long.MAX_VALUE));
    }

    @Test
    void shouldPreferTheVoteOfTheNewerEpochThenOfTheLongerLogThenOfTheHigherNumber() {
        assertThat(new Vote(0, 2, zxid(1, 1))).isGreaterThan(new Vote(1, 1, zxid(1, 9)));
        assertThat(new Vote(0, 1, zxid(1, 9))).isGreaterThan(new Vote(1, 1, zxid(1, 1)));
        assertThat(new Vote(1, 1, zxid(1, 1))).isGreaterThan(new Vote(0, 1, zxid(1, 1)));
    }

    @Test
    void shouldPromiseAnEpochToOneLeaderOnly() {
        var promise = new Promise(3, 1);

        assertThat(promise.allows(4, 2)).as("a newer epoch of anybody").isTrue();
        assertThat(promise.allows(3, 1)).as("the same again: it asked twice").isTrue();
        assertThat(promise.allows(3, 2)).as("the same epoch of another leader").isFalse();
        assertThat(promise.allows(2, 1)).as("an older epoch").isFalse();
    }

    @Test
    void shouldAgreeOnWhatAMajorityOfTheWholeClusterReached() {
        var tally = new Tally<Long>(5);
        tally.raise(0, 9L);
        tally.raise(1, 7L);
        assertThat(tally.agreed()).as("two of five").isEmpty();
        tally.raise(2, 5L);
        assertThat(tally.agreed()).as("three of five").contains(5L);
        tally.raise(3, 8L);
        assertThat(tally.agreed()).contains(7L);
        tally.raise(3, 1L);
        assertThat(tally.agreed()).as("old news").contains(7L);
    }

    @Test
    void shouldNeedThreeOfFourNodes() {
        var tally = new Tally<Long>(4);
        tally.raise(0, 1L);
        tally.raise(1, 1L);
        assertThat(tally.agreed()).as("two of four: the other two could say the same").isEmpty();
    }

    @Test
    void shouldConfirmOnlyWhenAMajorityAnsweredARoundBegunLater() {
        var confirmations = new Confirmations(0, 5);
        confirmations.nextRound();
        var confirmed = new AtomicBoolean();
        confirmations.add(() -> confirmed.set(true));
        long round = confirmations.nextRound();

        confirmations.heard(1, round - 1);
        confirmations.heard(2, round - 1);
        assertThat(confirmed).as("they answered what was asked before").isFalse();
        confirmations.heard(3, round);
        assertThat(confirmed).as("the leader and one of five").isFalse();
        confirmations.heard(2, round);
        assertThat(confirmed).as("the leader and two of five").isTrue();
    }

    @Test
    void shouldAppendEachTransactionOnceAndWithoutAGap() {
        var log = new TransactionLog(new Shelf());
        log.append(new Suffix(Zxid.ZERO, List.of(transaction(1, 1), transaction(1, 2))));
        log.append(new Suffix(zxid(1, 1), List.of(transaction(1, 2), transaction(1, 3))));
        log.append(new Suffix(zxid(1, 4), List.of(transaction(1, 5))));

        assertThat(log.all()).as("2 came twice; 5 came before 4").hasSize(3);
        assertThat(log.last()).isEqualTo(zxid(1, 3));
    }

    @Test
    void shouldGiveAnotherNodeWhatItLacksAndTellItWhereToCut() {
        var log = new TransactionLog(new Shelf());
        log.append(new Suffix(Zxid.ZERO, List.of(transaction(1, 1), transaction(2, 1))));

        assertThat(log.suffixFor(Zxid.ZERO).transactions()).hasSize(2);
        assertThat(log.suffixFor(zxid(2, 1)))
                .as("it lacks nothing")
                .isEqualTo(new Suffix(zxid(2, 1), List.of()));
        assertThat(log.suffixFor(zxid(1, 3)))
                .as("it has 1.2 and 1.3, which are to be cut off")
                .isEqualTo(new Suffix(zxid(1, 1), List.of(transaction(2, 1))));
    }

    @Test
    void shouldRefuseToCutWhereTheLogsHavePartedBefore() {
        var log = new TransactionLog(new Shelf());
        log.append(new Suffix(Zxid.ZERO, List.of(transaction(1, 1), transaction(1, 3))));

        assertThatThrownBy(() -> log.truncate(zxid(1, 2)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("1.2")
                .hasMessageContaining("1.1");
    }

    @Test
    void shouldFindItsLogOnTheDiskAgain() {
        var disk = new Shelf();
        var log = new TransactionLog(disk);
        log.append(new Suffix(Zxid.ZERO, List.of(transaction(1, 1), transaction(1, 2))));
        log.truncate(zxid(1, 1));
        log.append(new Suffix(zxid(1, 1), List.of(transaction(2, 1), transaction(2, 2))));

        assertThat(new TransactionLog(disk).all())
                .containsExactly(transaction(1, 1), transaction(2, 1), transaction(2, 2));
    }
}

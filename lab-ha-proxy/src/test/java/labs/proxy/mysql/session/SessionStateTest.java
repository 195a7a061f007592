package labs.proxy.mysql.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import labs.proxy.mysql.protocol.Status;
import labs.proxy.mysql.sql.CharacterSet;
import labs.proxy.mysql.sql.Dialect;
import labs.proxy.mysql.sql.Statement;
import labs.proxy.mysql.sql.Statement.Kind;
import labs.proxy.mysql.sql.Statement.Trait;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Where a session's next statement goes, and what it means when a server is lost. */
@Timeout(10)
final class SessionStateTest {
    private static final int FREE = Status.AUTOCOMMIT;
    private static final int TRANSACTION = Status.AUTOCOMMIT | Status.IN_TRANSACTION;
    private static final int NOTHING_SAID = -1;

    private final SessionState state = new SessionState("lab", true);

    @Test
    void shouldSendReadsToReplicasAndWritesToThePrimary() {
        assertThat(state.place(of(Kind.READ))).isEqualTo(Place.REPLICA);
        assertThat(state.place(of(Kind.WRITE))).isEqualTo(Place.PRIMARY);
        assertThat(state.place(of(Kind.BEGIN_READ_ONLY))).isEqualTo(Place.REPLICA);
    }

    @Test
    void shouldAskAboutTheLastStatementWhereItWas() {
        assertThat(state.place(of(Kind.ABOUT_LAST))).isEqualTo(Place.REPLICA);
        state.answered(of(Kind.WRITE), Place.PRIMARY, FREE, false);
        for (Kind kind : List.of(Kind.ABOUT_LAST, Kind.SETTING, Kind.USE)) {
            assertThat(state.place(of(kind))).isEqualTo(Place.PRIMARY);
        }
        state.answered(of(Kind.READ), Place.REPLICA, NOTHING_SAID, true);
        assertThat(state.place(of(Kind.ABOUT_LAST)))
                .as("also behind an error")
                .isEqualTo(Place.REPLICA);
    }

    @Test
    void shouldStayInATransactionUntilTheServerSaysThatItIsOver() {
        state.answered(of(Kind.WRITE), Place.PRIMARY, TRANSACTION, false);
        everything(Place.PRIMARY);
        state.answered(of(Kind.WRITE), Place.PRIMARY, NOTHING_SAID, true);
        everything(Place.PRIMARY);
        assertThat(state.inTransaction()).isTrue();
        state.answered(of(Kind.WRITE), Place.PRIMARY, FREE, false);
        assertThat(state.place(of(Kind.READ))).isEqualTo(Place.REPLICA);
        assertThat(state.inTransaction()).isFalse();
    }

    @Test
    void shouldStayOnTheReplicaInAReadOnlyTransaction() {
        state.answered(of(Kind.BEGIN_READ_ONLY), Place.REPLICA, TRANSACTION, false);
        everything(Place.REPLICA);
        assertThat(state.refuse(pinning())).as("what it pins would be lost there").isPresent();
        assertThat(state.refuse(of(Kind.WRITE))).as("the server refuses that").isEmpty();
    }

    @Test
    void shouldStayOnThePrimaryWithoutAutocommit() {
        state.answered(setting("SET autocommit=0"), Place.REPLICA, 0, false);
        everything(Place.PRIMARY);
        assertThat(state.status()).isZero();
        state.answered(setting("SET autocommit=1"), Place.PRIMARY, FREE, false);
        assertThat(state.place(of(Kind.READ))).isEqualTo(Place.REPLICA);
    }

    @Test
    void shouldStayPinnedUntilTheReset() {
        state.answered(
                pinning(), Place.PRIMARY, NOTHING_SAID, true); // half of it may have happened
        assertThat(state.isPinned()).isTrue();
        state.answered(of(Kind.WRITE), Place.PRIMARY, FREE, false);
        everything(Place.PRIMARY);
        state.reset();
        assertThat(state.place(of(Kind.READ))).isEqualTo(Place.REPLICA);
    }

    @Test
    void shouldSayWhatTheServerSaidOfTheSession() {
        int said = FREE | Status.NO_BACKSLASH_ESCAPES | Status.ANSI_QUOTES;
        state.begin(said, CharacterSet.GBK, "SET sql_mode='...'");
        assertThat(state.status()).as("as it begins").isEqualTo(said);
        assertThat(state.dialect()).isEqualTo(new Dialect(false, true, CharacterSet.GBK));
        assertThat(state.settingsAfter(0)).as("for its other connections").hasSize(1);
        state.answered(of(Kind.READ), Place.REPLICA, FREE | 0x20, false);
        assertThat(state.status()).as("what is about one statement does not last").isEqualTo(FREE);
        assertThat(state.dialect().backslashEscapes()).isTrue();
        state.answered(of(Kind.READ), Place.REPLICA, NOTHING_SAID, true);
        assertThat(state.isStatusKnown()).as("an error may have ended a transaction").isFalse();
    }

    @Test
    void shouldGoToThePrimaryFromTheBeginningWhereAutocommitIsOff() {
        state.begin(0, CharacterSet.SAFE, "SET autocommit=0");
        everything(Place.PRIMARY);
    }

    @Test
    void shouldNotKnowTheCharacterSetBehindAStatementThatMayChangeIt() {
        var names = new Statement(Kind.SETTING, false, "SET NAMES x", null, Set.of(Trait.DIALECT));
        state.answered(names, Place.REPLICA, FREE, false);
        assertThat(state.isDialectKnown()).isFalse();
        state.characters(CharacterSet.SJIS);
        assertThat(state.dialect().characters()).isEqualTo(CharacterSet.SJIS);
    }

    @Test
    void shouldHaveTheNextTransactionWhereSomethingWasSetForItAlone() {
        var once =
                new Statement(Kind.WRITE, false, "SET TRANSACTION", null, Set.of(Trait.ONE_SHOT));
        var plain = new Statement(Kind.READ, false, "SELECT 1", null, Set.of(Trait.NO_TABLES));
        assertThat(state.place(once)).isEqualTo(Place.PRIMARY);
        state.answered(once, Place.PRIMARY, FREE, false);
        state.answered(plain, Place.PRIMARY, FREE, false);
        everything(Place.PRIMARY);
        state.answered(of(Kind.BEGIN_READ_ONLY), Place.PRIMARY, TRANSACTION, false);
        state.answered(of(Kind.READ), Place.PRIMARY, TRANSACTION, false);
        everything(Place.PRIMARY);
        state.answered(of(Kind.WRITE), Place.PRIMARY, FREE, false);
        assertThat(state.place(of(Kind.READ))).as("behind it").isEqualTo(Place.REPLICA);
        state.answered(once, Place.PRIMARY, NOTHING_SAID, true);
        assertThat(state.place(of(Kind.READ))).as("it failed").isEqualTo(Place.REPLICA);
        state.answered(once, Place.PRIMARY, FREE, false);
        state.answered(of(Kind.READ), Place.PRIMARY, FREE, false);
        assertThat(state.place(of(Kind.READ))).as("one read was it").isEqualTo(Place.REPLICA);
    }

    @Test
    void shouldDoSettingsAgainAsOftenAsTheyWereDone() {
        var more = new Statement(Kind.SETTING, false, "SET a=@@a+1", null);
        state.answered(setting("SET a=1"), Place.REPLICA, FREE, false);
        state.answered(more, Place.REPLICA, FREE, false);
        state.answered(more, Place.REPLICA, FREE, false);
        state.answered(setting("SET a=1"), Place.REPLICA, FREE, false);
        assertThat(state.settingsAfter(0))
                .extracting(Setting::sql)
                .as("one may read what another has set")
                .containsExactly("SET a=1", "SET a=@@a+1", "SET a=@@a+1", "SET a=1");
    }

    @Test
    void shouldHaveNoDatabaseWhenItIsDropped() {
        var drop =
                new Statement(
                        Kind.WRITE, false, "DROP DATABASE", "lab", Set.of(Trait.DROPS_DATABASE));
        state.answered(drop, Place.PRIMARY, NOTHING_SAID, true);
        assertThat(state.database()).isEqualTo("lab");
        state.answered(drop, Place.PRIMARY, FREE, false);
        assertThat(state.database()).isNull();
    }

    @Test
    void shouldSayWhyItIsPinned() {
        assertThat(state.pin()).isEmpty();
        state.answered(
                new Statement(Kind.WRITE, true, "SELECT\n  @x := 1", null),
                Place.PRIMARY,
                FREE,
                false);
        state.answered(pinning(), Place.PRIMARY, FREE, false);
        assertThat(state.pin()).isEqualTo("SELECT @x := 1");
    }

    @Test
    void shouldTakeVariablesOfAReplicasTransactionAlong() {
        var variable = new Statement(Kind.WRITE, true, "SET @x=1", null, Set.of(Trait.VARIABLES));
        state.answered(of(Kind.BEGIN_READ_ONLY), Place.REPLICA, TRANSACTION, false);
        assertThat(state.refuse(variable)).isEmpty();
        assertThat(state.refuse(pinning())).as("cannot be taken along").isPresent();
        state.answered(variable, Place.REPLICA, TRANSACTION, false);
        assertThat(state.place(of(Kind.READ))).isEqualTo(Place.REPLICA);
        assertThat(state.lost(Place.REPLICA, null, false)).isEqualTo(Loss.ROLLED_BACK);
        state.answered(of(Kind.WRITE), Place.REPLICA, FREE, false);
        assertThat(state.variablesAstray()).isTrue();
        assertThat(state.lost(Place.REPLICA, null, false)).isEqualTo(Loss.SESSION_LOST);
        everything(Place.PRIMARY);
        state.variablesCarried();
        assertThat(state.lost(Place.REPLICA, null, false)).isEqualTo(Loss.FORGET);
    }

    @Test
    void shouldRefuseWhatCannotMeanAnything() {
        assertThat(state.refuse(of(Kind.REFUSED))).isPresent();
        assertThat(state.refuse(pinning())).isEmpty();
    }

    @Test
    void shouldKeepSettingsInTheirOrder() {
        state.answered(setting("SET a=1"), Place.REPLICA, FREE, false);
        state.answered(setting("SET b=1"), Place.REPLICA, FREE, false);
        long done = state.version();
        state.answered(setting("SET c=wrong"), Place.REPLICA, NOTHING_SAID, true);
        assertThat(state.settingsAfter(done)).isEmpty();
        state.answered(setting("SET a=1"), Place.REPLICA, FREE, false);
        assertThat(state.settingsAfter(0))
                .extracting(Setting::sql)
                .containsExactly("SET b=1", "SET a=1");
        assertThat(state.settingsAfter(done)).extracting(Setting::sql).containsExactly("SET a=1");
        assertThat(state.settingsAfter(state.version())).isEmpty();
    }

    @Test
    void shouldNotKeepSettingsWithoutEnd() {
        for (int i = 0; i < 10_000; i++) {
            state.answered(setting("SET autocommit=1"), Place.REPLICA, FREE, false);
        }
        assertThat(state.settingsAfter(0)).hasSize(1);
        assertThat(state.isPinned()).isFalse();
        for (int i = 0; i < SessionState.MOST_SETTINGS; i++) {
            state.answered(setting("SET a=" + i), Place.REPLICA, FREE, false);
        }
        assertThat(state.isPinned()).as("too many to do them all again").isTrue();
    }

    @Test
    void shouldChangeTheDatabaseOnlyWhereThatWorked() {
        state.answered(
                new Statement(Kind.USE, false, "USE x", "x"), Place.REPLICA, NOTHING_SAID, true);
        assertThat(state.database()).isEqualTo("lab");
        state.answered(new Statement(Kind.USE, false, "USE x", "x"), Place.REPLICA, FREE, false);
        assertThat(state.database()).isEqualTo("x");
    }

    @Test
    void shouldAskForThePositionOnceAfterWrites() {
        assertThat(state.mustAskPosition()).isFalse();
        state.answered(of(Kind.READ), Place.PRIMARY, FREE, false);
        assertThat(state.mustAskPosition()).isFalse();
        state.answered(of(Kind.WRITE), Place.PRIMARY, FREE, false);
        assertThat(state.mustAskPosition()).isTrue();
        state.position("0-1-5");
        assertThat(state.mustAskPosition()).isFalse();
        assertThat(state.position()).isEqualTo("0-1-5");
        var careless = new SessionState(null, false);
        careless.answered(of(Kind.WRITE), Place.PRIMARY, FREE, false);
        assertThat(careless.mustAskPosition()).isFalse();
    }

    @Test
    void shouldReadAtThePrimaryWhenNobodyKnowsThePosition() {
        state.answered(of(Kind.WRITE), Place.PRIMARY, FREE, false);
        assertThat(state.lost(Place.PRIMARY, null, false)).isEqualTo(Loss.FORGET);
        assertThat(state.mustAskPosition()).isFalse();
        assertThat(state.place(of(Kind.READ))).isEqualTo(Place.PRIMARY);
        state.answered(of(Kind.WRITE), Place.PRIMARY, FREE, false);
        state.position("0-2-6");
        assertThat(state.place(of(Kind.READ))).isEqualTo(Place.REPLICA);
    }

    @Test
    void shouldForgetAConnectionThatHadNothing() {
        assertThat(state.lost(Place.PRIMARY, null, false)).isEqualTo(Loss.FORGET);
        assertThat(state.lost(Place.REPLICA, null, false)).isEqualTo(Loss.FORGET);
    }

    @Test
    void shouldRetryWhatHasNotBegunToBeAnsweredAndChangesNothing() {
        for (Kind kind : List.of(Kind.READ, Kind.SETTING, Kind.USE, Kind.BEGIN_READ_ONLY)) {
            assertThat(state.lost(Place.REPLICA, of(kind), false)).isEqualTo(Loss.RETRY);
            assertThat(state.lost(Place.REPLICA, of(kind), true)).isEqualTo(Loss.CUT);
        }
        assertThat(state.lost(Place.REPLICA, of(Kind.ABOUT_LAST), false)).isEqualTo(Loss.CUT);
    }

    @Test
    void shouldNeverRetryAWrite() {
        assertThat(state.lost(Place.PRIMARY, of(Kind.WRITE), false)).isEqualTo(Loss.UNKNOWN);
        state.answered(of(Kind.WRITE), Place.PRIMARY, TRANSACTION, false);
        assertThat(state.lost(Place.PRIMARY, of(Kind.WRITE), false))
                .as("it may have been the COMMIT")
                .isEqualTo(Loss.UNKNOWN);
    }

    @Test
    void shouldSayThatATransactionIsRolledBack() {
        state.answered(of(Kind.WRITE), Place.PRIMARY, TRANSACTION, false);
        assertThat(state.lost(Place.REPLICA, null, false))
                .as("it has nothing of it")
                .isEqualTo(Loss.FORGET);
        assertThat(state.lost(Place.PRIMARY, null, false)).isEqualTo(Loss.ROLLED_BACK);
        assertThat(state.lost(Place.PRIMARY, of(Kind.READ), false)).isEqualTo(Loss.ROLLED_BACK);
    }

    @Test
    void shouldSayThatASnapshotIsLost() {
        state.answered(of(Kind.BEGIN_READ_ONLY), Place.REPLICA, TRANSACTION, false);
        assertThat(state.lost(Place.REPLICA, of(Kind.READ), false)).isEqualTo(Loss.ROLLED_BACK);
        assertThat(state.lost(Place.REPLICA, of(Kind.WRITE), false)).isEqualTo(Loss.ROLLED_BACK);
    }

    @Test
    void shouldSayThatWhatThePinnedSessionHadIsLost() {
        state.answered(pinning(), Place.PRIMARY, FREE, false);
        assertThat(state.lost(Place.REPLICA, null, false)).isEqualTo(Loss.FORGET);
        assertThat(state.lost(Place.PRIMARY, null, false)).isEqualTo(Loss.SESSION_LOST);
        assertThat(state.lost(Place.PRIMARY, of(Kind.READ), false)).isEqualTo(Loss.SESSION_LOST);
        assertThat(state.lost(Place.PRIMARY, of(Kind.WRITE), false)).isEqualTo(Loss.UNKNOWN);
    }

    private void everything(Place place) {
        for (Kind kind : Kind.values()) {
            assertThat(state.place(of(kind))).as("%s", kind).isEqualTo(place);
        }
    }

    private static Statement of(Kind kind) {
        return new Statement(kind, false, "", null);
    }

    private static Statement setting(String sql) {
        return new Statement(Kind.SETTING, false, sql, null, Set.of(Trait.CONSTANT));
    }

    private static Statement pinning() {
        return new Statement(Kind.WRITE, true, "", null);
    }
}

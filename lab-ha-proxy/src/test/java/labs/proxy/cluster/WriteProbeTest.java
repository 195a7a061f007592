package labs.proxy.cluster;

import static labs.proxy.cluster.Write.Outcome.ACKNOWLEDGED;
import static labs.proxy.cluster.Write.Outcome.REFUSED;
import static labs.proxy.cluster.Write.Outcome.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;

import ch.vorburger.exec.ManagedProcessException;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import labs.kit.Direction;
import labs.kit.FaultProxy;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The client, before a real MariaDB and a network that fails. */
@Timeout(120)
final class WriteProbeTest {
    /** Long enough for a slow machine to answer in. */
    private static final Duration PATIENT = Duration.ofSeconds(20);

    private static final Duration SHORT = Duration.ofMillis(500);

    @TempDir private static Path directory;
    private static RealDatabase database;

    private FaultProxy proxy;

    @BeforeAll
    static void startDatabase() throws IOException, ManagedProcessException, SQLException {
        database = RealDatabase.start(directory);
    }

    @AfterAll
    static void stopDatabase() throws ManagedProcessException {
        if (database != null) {
            database.close();
        }
    }

    @BeforeEach
    void begin() throws SQLException {
        database.run("SET GLOBAL read_only = OFF");
        database.run("TRUNCATE TABLE lab.writes");
        proxy = FaultProxy.to(database.port());
    }

    @AfterEach
    void end() {
        proxy.close();
    }

    private WriteProbe probe(Duration limit) {
        return new WriteProbe(RealDatabase.url(proxy.port()), "probe", "probe", limit);
    }

    @Test
    void shouldKnowOfARowThatWasAcknowledged() throws SQLException {
        try (var probe = probe(PATIENT)) {
            Write write = probe.write(1);
            assertThat(write.number()).isEqualTo(1);
            assertThat(write.outcome()).isEqualTo(ACKNOWLEDGED);
            assertThat(write.took()).isPositive();
        }
        assertThat(database.rows()).containsExactly(1L);
    }

    @Test
    void shouldKeepAConnectionThatIsGood() {
        try (var probe = probe(PATIENT)) {
            for (int i = 1; i <= 20; i++) {
                assertThat(probe.write(i).outcome()).isEqualTo(ACKNOWLEDGED);
            }
            assertThat(proxy.traffic().connections()).as("connections for 20 rows").isEqualTo(1);
        }
    }

    @Test
    void shouldNotKnowOfARowWhoseAnswerWasLost() throws SQLException {
        try (var probe = probe(PATIENT)) {
            probe.write(1);
            proxy.loseReplies(1);
            assertThat(probe.write(2).outcome())
                    .as("the row was written, and the answer was lost on its way")
                    .isEqualTo(UNKNOWN);
            assertThat(probe.write(3).outcome()).as("the next row").isEqualTo(ACKNOWLEDGED);
        }
        assertThat(database.rows()).containsExactly(1L, 2L, 3L);
    }

    @Test
    void shouldBeRefusedWhereNobodyListensAndComeBack() throws SQLException {
        try (var probe = probe(PATIENT)) {
            proxy.refuse();
            assertThat(probe.write(1).outcome()).as("nothing was sent").isEqualTo(REFUSED);
            assertThat(probe.write(2).outcome()).isEqualTo(REFUSED);
            proxy.heal();
            assertThat(probe.write(3).outcome()).isEqualTo(ACKNOWLEDGED);
        }
        assertThat(database.rows()).containsExactly(3L);
    }

    @Test
    void shouldComeBackAfterItsConnectionWasCut() throws SQLException {
        try (var probe = probe(PATIENT)) {
            probe.write(1);
            proxy.cut();
            assertThat(probe.write(2).outcome()).isNotEqualTo(ACKNOWLEDGED);
            assertThat(probe.write(3).outcome()).isEqualTo(ACKNOWLEDGED);
        }
        assertThat(database.rows()).contains(1L, 3L);
    }

    @Test
    void shouldGiveUpWhenTheAnswerDoesNotCome() {
        try (var probe = probe(SHORT)) {
            awaitConnected(probe);
            proxy.blackHole(Direction.TO_CLIENT);
            Write write = inTime(() -> probe.write(1_000_000));
            assertThat(write.outcome()).isEqualTo(UNKNOWN);
            assertThat(write.took()).as("the time until it gave up").isLessThan(PATIENT);
        }
    }

    @Test
    void shouldGiveUpConnectingToOneThatIsSilent() {
        proxy.blackHole(Direction.TO_CLIENT);
        try (var probe = probe(SHORT)) {
            Write write = inTime(() -> probe.write(1));
            assertThat(write.outcome()).as("nothing was sent").isEqualTo(REFUSED);
            assertThat(write.took()).as("the time until it gave up").isLessThan(PATIENT);
        }
    }

    @Test
    void shouldTakeNoForNoAndLookForAnother() throws SQLException {
        try (var probe = probe(PATIENT)) {
            probe.write(1);
            database.run("SET GLOBAL read_only = ON");
            assertThat(probe.write(2).outcome()).as("a read-only database").isEqualTo(REFUSED);
            long before = proxy.traffic().connections();
            probe.write(3);
            assertThat(proxy.traffic().connections())
                    .as("connections: the address may have moved")
                    .isEqualTo(before + 1);
        }
        assertThat(database.rows()).containsExactly(1L);
    }

    @Test
    void shouldWriteNoNumberTwice() throws SQLException {
        try (var probe = probe(PATIENT)) {
            assertThat(probe.write(1).outcome()).isEqualTo(ACKNOWLEDGED);
            assertThat(probe.write(1).outcome()).as("a row that is there").isEqualTo(REFUSED);
        }
        assertThat(database.rows()).containsExactly(1L);
    }

    /** What waits for ever must not hold the test: closing the proxy ends it. */
    private Write inTime(Callable<Write> write) {
        var task = new FutureTask<>(write);
        var thread = new Thread(task, "writer");
        thread.setDaemon(true);
        thread.start();
        try {
            return task.get(PATIENT.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            proxy.close();
            throw new AssertionError(
                    "a write with a limit of %s has not ended after %s".formatted(SHORT, PATIENT),
                    e);
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError("the write failed", e);
        }
    }

    /** Writes until one comes through: on a busy machine the short limit may be too short. */
    private static void awaitConnected(WriteProbe probe) {
        for (int i = 1; probe.write(i).outcome() != ACKNOWLEDGED; i++) {
            assertThat(i).as("tries").isLessThan(100);
        }
    }
}

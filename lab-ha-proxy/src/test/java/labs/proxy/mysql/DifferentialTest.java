package labs.proxy.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import labs.cluster.junit.SharedServers;
import labs.cluster.mariadb.MariaDbNode;
import labs.cluster.mariadb.ReplicationCluster;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The same script twice: on a connection to the primary itself, and through the balancer, with its
 * replicas. Whatever can be seen must be the same. The servers are the same, the database is not:
 * each way has its own, with a name of the same length.
 *
 * <p>{@code -Dlab.mysql.scripts=5000} tries so many scripts, {@code -Dlab.mysql.seed=N} others.
 */
@ExtendWith(SharedServers.class)
@Timeout(3600)
final class DifferentialTest {
    private static final int SCRIPTS = Integer.getInteger("lab.mysql.scripts", 100);
    private static final long SEED = Long.getLong("lab.mysql.seed", 20_261_129);
    private static final int MOST_SHOWN = Integer.getInteger("lab.mysql.shown", 3);
    private static final int UTF8MB4 = 45;
    private static final String REFUSED = "ERR 1235 #42000"; // by the balancer

    private int refused;

    private ReplicationCluster servers;
    private Databases.Balanced balanced;

    /** What came back for each step. */
    private record Transcript(List<List<String>> answers) {}

    @BeforeEach
    void shouldHaveServers() throws SQLException, IOException {
        servers = Databases.untouched();
        for (String database : List.of("labd", "labb")) {
            servers.node(1)
                    .execute(
                            "CREATE DATABASE " + database,
                            "CREATE TABLE %s.t (id INT PRIMARY KEY AUTO_INCREMENT, v VARCHAR(99))"
                                    .formatted(database));
        }
        balanced = Databases.Balanced.start(Databases.nodes(servers), Databases.options());
    }

    @AfterEach
    void shouldLeaveNothingBehind() throws SQLException {
        balanced.close();
        servers.node(1).execute("DROP DATABASE labd", "DROP DATABASE labb");
        assertThat(balanced.proxy().buffers()).as("buffers that nobody released").isZero();
    }

    @Test
    void shouldAnswerAsADirectConnectionDoes() throws IOException {
        compare(SCRIPTS, UTF8MB4);
    }

    /** GBK, SJIS, Big5, latin1: as the login says it, and nobody else. */
    @ParameterizedTest
    @ValueSource(ints = {28, 13, 1, 8})
    void shouldReadSqlInTheCharacterSetOfTheLogin(int collation) throws IOException {
        compare(SCRIPTS / 10, collation);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sql_mode = 'NO_BACKSLASH_ESCAPES'",
                "sql_mode = 'ANSI,NO_BACKSLASH_ESCAPES'",
                "autocommit = 0",
                "sql_auto_is_null = 1",
                "time_zone = '+05:00'",
                "tx_read_only = 1",
                "init_connect = 'SET NAMES gbk'"
            })
    void shouldBeginAsTheServersSay(String variable) throws SQLException, IOException {
        String name = variable.replaceAll(" .*", "");
        String before = servers.node(1).value("SELECT @@global." + name);
        try {
            everywhere("SET GLOBAL " + variable);
            compare(SCRIPTS / 10, UTF8MB4);
        } finally {
            everywhere(
                    "SET GLOBAL %s = %s"
                            .formatted(name, before.matches("[01]") ? before : "'" + before + "'"));
        }
    }

    private void everywhere(String statement) throws SQLException {
        for (MariaDbNode server : servers.nodes()) {
            server.execute(statement);
        }
    }

    private void compare(int scripts, int collation) throws IOException {
        var corpus = new Corpus(SEED + collation);
        var differences = new ArrayList<String>();
        int count = 0;
        for (int i = 0; i < scripts; i++) {
            String difference = difference(corpus.next(), collation);
            if (difference != null && ++count <= MOST_SHOWN) {
                differences.add(difference);
            }
        }
        System.out.printf("%d scripts, %d refused%n", scripts, refused);
        assertThat(refused).as("scripts that are refused").isLessThan(5 + scripts / 10);
        assertThat(differences)
                .as("%d of %d scripts differ, seed %d", count, scripts, SEED)
                .isEmpty();
    }

    /**
     * Null if there is none, or if the balancer has refused a step: then it cannot be wrong from
     * there on, and no more is compared.
     */
    private String difference(List<String> script, int collation) throws IOException {
        Transcript direct = run(servers.node(1).socketAddress(), "labd", script, collation);
        Transcript ours = run(balanced.proxy().address(), "labb", script, collation);
        for (int i = 0; i < direct.answers.size(); i++) {
            if (i < ours.answers.size() && ours.answers.get(i).equals(List.of(REFUSED))) {
                refused++;
                return null;
            }
            if (i >= ours.answers.size() || !isLike(direct.answers.get(i), ours.answers.get(i))) {
                return "\n%s\n  direct: %s\n  ours:   %s\n"
                        .formatted(
                                String.join("\n", script.subList(0, Math.min(i, script.size()))),
                                direct.answers.get(i),
                                i < ours.answers.size() ? ours.answers.get(i) : "nothing");
            }
        }
        return null;
    }

    // The balancer's own words, where it refuses as a server does, are not compared.
    private static boolean isLike(List<String> direct, List<String> ours) {
        return direct.equals(ours)
                || (ours.size() == 1
                        && direct.size() == 1
                        && ours.get(0).matches("ERR \\d+ #.{5}")
                        && direct.get(0).startsWith(ours.get(0)));
    }

    private static Transcript run(
            InetSocketAddress address, String database, List<String> script, int collation)
            throws IOException {
        var answers = new ArrayList<List<String>>();
        try (var client = new ScriptClient(address, database, collation)) {
            answers.add(client.welcome());
            for (String step : script) {
                try {
                    answers.add(client.say(step));
                } catch (IOException e) {
                    answers.add(List.of("the connection ends: " + e.getMessage()));
                    break;
                }
            }
        }
        return new Transcript(answers);
    }
}

package labs.proxy.mysql.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import labs.proxy.mysql.sql.Statement.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What statements are. Each table is one rule of {@link Classifier}. */
@Timeout(30)
final class ClassifierTest {
    private static final long SEED = 20_260_803;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT 1",
                "select * from t where a = 'INSERT; INTO x FOR UPDATE'",
                "  \n\t(SELECT 1) UNION (SELECT 2)",
                "((SELECT 1))",
                "/* to the primary? */ SELECT 1 -- FOR UPDATE\n# INTO y\n FROM t",
                "SELECT 5--1",
                "SELECT `for`, `update`, `into` FROM `@x`",
                "SELECT \"a\\\" FOR UPDATE\", 'it''s @x', 'b\\' INTO '",
                "WITH c AS (SELECT 1) SELECT * FROM c",
                "VALUES (1), (2)",
                "SELECT REPLACE(a, 'x', 'y'), INSERT(b, 1, 2, 'z') FROM t",
                "SELECT @@server_id, @@session.sql_mode",
                "SELECT SQL_CALC_FOUND_ROWS * FROM t",
                "SELECT last_insert_id FROM t",
                "SELECT a FROM t FORCE INDEX FOR ORDER BY (i)",
                "SHOW TABLES",
                "show create table t",
                "SHOW VARIABLES LIKE 'x'",
                "EXPLAIN SELECT 1",
                "DESC t",
                "SELECT 1;",
                "SELECT 1; SELECT 2 ; ",
                "",
                ";",
                "SELECT 'no end",
                "/* no end"
            })
    void shouldKnowAReadThatAnyServerMayAnswer(String sql) {
        expect(sql, Kind.READ, false);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "INSERT INTO t VALUES (1)",
                "replace into t values (1)",
                "UPDATE t SET a = 1",
                "DELETE FROM t",
                "TRUNCATE t",
                "CREATE TABLE t (i INT)",
                "ALTER TABLE t ADD b INT",
                "GRANT SELECT ON *.* TO 'u'@'%'",
                "CREATE USER u@localhost",
                "SELECT * FROM t FOR UPDATE",
                "SELECT * FROM t FOR /* really */ update",
                "SELECT * FROM t LOCK IN SHARE MODE",
                "SELECT * FROM t FOR SHARE",
                "SELECT * INTO OUTFILE '/tmp/x' FROM t",
                "SELECT LAST_INSERT_ID()",
                "SELECT last_insert_id ( )",
                "SELECT NEXTVAL(s)",
                "SELECT NEXT VALUE FOR s",
                "SELECT RELEASE_LOCK('l')",
                "SELECT @@identity",
                "SELECT @@session.last_insert_id",
                "EXPLAIN UPDATE t SET a = 1",
                "WITH c AS (SELECT 1) DELETE FROM t",
                "ANALYZE UPDATE t SET a = 1",
                "SHOW SLAVE STATUS",
                "SHOW PROCESSLIST",
                "BEGIN",
                "START TRANSACTION",
                "START TRANSACTION WITH CONSISTENT SNAPSHOT",
                "START TRANSACTION READ WRITE",
                "COMMIT",
                "ROLLBACK",
                "SAVEPOINT s",
                "SET GLOBAL max_connections = 5",
                "SET @@global.max_connections = 5",
                "SET PASSWORD = PASSWORD('x')",
                "SET TRANSACTION ISOLATION LEVEL SERIALIZABLE",
                "SET STATEMENT max_statement_time=1 FOR DELETE FROM t",
                "SELECT 1; UPDATE t SET a = 1",
                "UPDATE t SET a = 1; SELECT 1",
                "DO SLEEP(1)",
                "nonsense"
            })
    void shouldTakeAnythingElseForAWrite(String sql) {
        expect(sql, Kind.WRITE, false);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT @x",
                "SELECT @x := 1",
                "SELECT a INTO @x FROM t",
                "SET @x = 1",
                "SET @`a b` = 1, sql_mode = ''",
                "INSERT INTO t VALUES (@x)",
                "SELECT GET_LOCK('l', 1)",
                "do get_lock('l', 1)",
                "LOCK TABLES t READ",
                "HANDLER t OPEN",
                "PREPARE s FROM 'SELECT 1'",
                "EXECUTE s",
                "XA START 'a'",
                "CALL p()",
                "CREATE TEMPORARY TABLE t (i INT)",
                "CREATE OR REPLACE TEMPORARY TABLE t (i INT)",
                "FLUSH TABLES WITH READ LOCK",
                "BEGIN NOT ATOMIC SELECT 1; END",
                "/*!40101 SET NAMES utf8 */",
                "SELECT 1 /*M!100000 FOR UPDATE */",
                "SET GLOBAL a = 1, b = 2",
                "SET sort_buffer_size = (SELECT 1)",
                "SET timestamp = 5",
                "SET insert_id = 5",
                "SET NAMES gbk",
                "SET CHARACTER SET 'sjis'",
                "SET character_set_client = gbk",
                "SET autocommit = 0; SELECT 1",
                "USE a; SELECT 1",
                "SELECT 1; SELECT @x"
            })
    void shouldPinWhatLeavesSomethingBehind(String sql) {
        expect(sql, Kind.WRITE, true);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SET autocommit = 0",
                "set session sql_mode = 'ANSI', @@session.time_zone = '+00:00'",
                "SET @@sql_mode = CONCAT(@@sql_mode, ',STRICT_ALL_TABLES')",
                "SET NAMES utf8mb4",
                "SET NAMES 'utf8mb4' COLLATE 'utf8mb4_bin'",
                "SET CHARACTER SET latin1",
                "SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED"
            })
    void shouldKnowSettings(String sql) {
        expect(sql, Kind.SETTING, false);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SHOW WARNINGS",
                "SHOW COUNT(*) ERRORS",
                "SELECT FOUND_ROWS()",
                "SELECT ROW_COUNT()",
                "SELECT @@warning_count"
            })
    void shouldKnowWhatAsksAboutTheStatementBefore(String sql) {
        expect(sql, Kind.ABOUT_LAST, false);
    }

    @Test
    void shouldKnowTheRest() {
        expect("START TRANSACTION READ ONLY", Kind.BEGIN_READ_ONLY, false);
        expect(
                "start transaction with consistent snapshot, read only",
                Kind.BEGIN_READ_ONLY,
                false);
        expect("KILL 5", Kind.REFUSED, false);
        expect("SELECT 1; KILL QUERY 5", Kind.REFUSED, false);
        assertThat(Classifier.classify("use Shop").database()).isEqualTo("Shop");
        assertThat(Classifier.classify("USE `a ``b` -- Shop").database()).isEqualTo("a `b");
        expect("USE shop;", Kind.USE, false);
    }

    @Test
    void shouldKeepTheTextAsItCame() {
        String sql = "SELECT '\u00e4\u00f6' /* \u0080\u00ff */";
        assertThat(Classifier.classify(sql).sql()).isEqualTo(sql);
    }

    @Test
    void shouldSaySomethingOfAnyText() {
        var random = new Random(SEED);
        String[] words = {
            "SELECT",
            "SET",
            "(",
            ")",
            ";",
            "'",
            "\"",
            "`",
            "\\",
            "@",
            "@@",
            ".",
            "/*",
            "*/",
            "/*!",
            "--",
            " ",
            "\n",
            "#",
            "FOR",
            "UPDATE",
            "USE",
            "INTO",
            "=",
            "NAMES",
            "CHARACTER",
            "\u00ff",
            "\0"
        };
        for (int i = 0; i < 20_000; i++) {
            var sql = new StringBuilder();
            for (int j = random.nextInt(12); j > 0; j--) {
                sql.append(words[random.nextInt(words.length)]);
            }
            assertThat(Classifier.classify(sql.toString()))
                    .as("seed %d: %s", SEED, sql)
                    .isNotNull();
        }
    }

    private static void expect(String sql, Kind kind, boolean pins) {
        Statement statement = Classifier.classify(sql);
        assertThat(statement.kind()).as(sql).isEqualTo(kind);
        assertThat(statement.pins()).as("pins: " + sql).isEqualTo(pins);
    }
}

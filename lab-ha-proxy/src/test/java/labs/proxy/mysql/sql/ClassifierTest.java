package labs.proxy.mysql.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import labs.proxy.mysql.sql.Statement.Kind;
import labs.proxy.mysql.sql.Statement.Trait;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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
                "SET GLOBAL max_connections = 5",
                "SET @@global.max_connections = 5",
                "SET @@GLOBAL . max_connections = 5",
                "SET profiling = 1",
                "SET sql_select_limit = FOUND_ROWS()",
                "SET time_zone = `f`(1)",
                "SET NAMES utf8mb4, tx_read_only = 1",
                "GET DIAGNOSTICS @n = NUMBER",
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
                "SET NAMES gbk",
                "SET sql_mode = '', NAMES gbk",
                "SET NAMES utf8mb4, tx_isolation = 'READ-COMMITTED'",
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
                "SHOW SESSION STATUS LIKE 'Handler%'",
                "SHOW STATUS",
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
        expect("KILL 5", Kind.KILL, false);
        expect("kill hard query 5;", Kind.KILL, false);
        assertThat(Kill.of("KILL QUERY 5")).contains(new Kill(true, 5));
        assertThat(Kill.of("KILL CONNECTION 4294967295")).contains(new Kill(false, -1));
        for (String sql : List.of("KILL USER a", "KILL QUERY ID 5", "KILL 1 + 1", "KILL @x - 1")) {
            assertThat(Kill.of(sql)).as(sql).isEmpty();
        }
        expect("KILL USER a", Kind.REFUSED, false);
        expect("SELECT 1; KILL QUERY 5", Kind.REFUSED, false);
        expect("LOAD DATA LOCAL INFILE 'x' INTO TABLE t", Kind.REFUSED, false);
        expect("LOAD DATA INFILE 'local' INTO TABLE t", Kind.WRITE, false);
        expect("SHOW BALANCER STATUS", Kind.BALANCER_STATUS, false);
        assertThat(Classifier.classify("use Shop").database()).isEqualTo("Shop");
        assertThat(Classifier.classify("USE `a ``b` -- Shop").database()).isEqualTo("a `b");
        expect("USE shop;", Kind.USE, false);
    }

    @Test
    void shouldKnowWhatElseThereIsToAStatement() {
        traits("SELECT 1", Trait.NO_TABLES);
        traits("SELECT v FROM t");
        traits("INSERT INTO t VALUES (FOUND_ROWS())", Trait.FOUND_ROWS);
        traits("SET @n = ROW_COUNT()", Trait.ROW_COUNT, Trait.NO_TABLES, Trait.VARIABLES);
        traits("GET DIAGNOSTICS @n = NUMBER", Trait.DIAGNOSTICS, Trait.NO_TABLES, Trait.VARIABLES);
        traits("UPDATE t SET a = @@identity", Trait.INSERT_ID);
        traits("SET TRANSACTION READ ONLY", Trait.ONE_SHOT, Trait.NO_TABLES, Trait.CONSTANT);
        traits("SET @@tx_isolation = 'X'", Trait.ONE_SHOT, Trait.NO_TABLES, Trait.CONSTANT);
        traits("SET SESSION tx_isolation = 'X'", Trait.NO_TABLES, Trait.CONSTANT);
        traits("SET @@session.tx_isolation = 'X'", Trait.NO_TABLES, Trait.CONSTANT);
        traits("SET a = @@b, sql_mode = ''", Trait.NO_TABLES);
        traits("SET a = 1, NAMES gbk", Trait.NO_TABLES, Trait.CONSTANT, Trait.DIALECT);
        traits("DROP DATABASE x", Trait.DROPS_DATABASE);
        traits("START TRANSACTION", Trait.NO_TABLES, Trait.ENDS_TRANSACTION);
        traits("START TRANSACTION READ ONLY", Trait.NO_TABLES);
        traits("SELECT @@global.read_only", Trait.NO_TABLES, Trait.AT_PRIMARY);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/* primary */ SELECT a FROM t", " /*PRIMARY*/ /* x */ SELECT a FROM t"})
    void shouldSendAReadToThePrimaryThatSaysSo(String sql) {
        expect(sql, Kind.READ, false);
        traits(sql, Trait.AT_PRIMARY);
    }

    @Test
    void shouldTakeNoOtherCommentForThat() {
        traits("/* primary? */ SELECT a FROM t");
        traits("SELECT /* primary */ a FROM t");
        traits("/* primary SELECT a FROM t");
    }

    @ParameterizedTest
    @CsvSource({
        // The second byte is a backslash, of a letter or not: 0xbf5c is one in GBK, not in SJIS.
        "GBK, SELECT '\u00bf\\' FOR UPDATE, WRITE",
        "SAFE, SELECT '\u00bf\\' FOR UPDATE, READ",
        "SINGLE_BYTE, SELECT '\u00bf\\' FOR UPDATE, READ",
        "SJIS, SELECT '\u00bf\\' FOR UPDATE, READ",
        "SJIS, SELECT '\u0083\\' FOR UPDATE, WRITE",
        "BIG5, SELECT '\u00a5\\' FOR UPDATE, WRITE",
        "BIG5, SELECT '\u0083\\' FOR UPDATE, READ",
        "GBK, SELECT `\u00bf`` FROM t FOR UPDATE, WRITE",
        "GBK, SELECT a\u00bf@ FROM t, READ",
        "SINGLE_BYTE, SELECT a FROM t FOR\u00a0UPDATE, WRITE",
        "SAFE, SELECT a FROM t FOR\u00a0UPDATE, READ",
        "SAFE, SELECT a FROM t FOR\u000bUPDATE, WRITE"
    })
    void shouldCutLettersAsTheServerDoes(CharacterSet set, String sql, Kind kind) {
        Statement statement = Classifier.classify(sql, new Dialect(true, false, set));
        assertThat(statement.kind()).as(sql).isEqualTo(kind);
        assertThat(statement.pins()).as("a variable in " + sql).isFalse();
    }

    @Test
    void shouldCutQuotesAsTheModeSays() {
        var plain = new Dialect(false, false, CharacterSet.SAFE);
        assertThat(Classifier.classify("SELECT 'a\\' FOR UPDATE", plain).kind())
                .isEqualTo(Kind.WRITE);
        var ansi = new Dialect(true, true, CharacterSet.SAFE);
        assertThat(Classifier.classify("SELECT \"a\\\" FROM t FOR UPDATE", ansi).kind())
                .isEqualTo(Kind.WRITE);
        assertThat(Classifier.classify("SELECT 'a\\' FOR UPDATE", ansi).kind())
                .isEqualTo(Kind.READ);
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

    private static void traits(String sql, Trait... traits) {
        assertThat(Classifier.classify(sql).traits()).as(sql).containsExactlyInAnyOrder(traits);
    }
}

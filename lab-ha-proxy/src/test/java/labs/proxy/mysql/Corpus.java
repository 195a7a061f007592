package labs.proxy.mysql;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Scripts of statements: each begins with the same rows, and goes on with some statements by
 * chance, which lean on each other: what one leaves in the session another one asks for. All that
 * they say must have one answer only, on whichever server.
 */
final class Corpus {
    /** Each script begins so. */
    static final List<String> BEGIN =
            List.of(
                    "TRUNCATE TABLE t",
                    "INSERT INTO t (v) VALUES ('one'), ('two'), ('three'), ('four')",
                    // Before any SELECT, FOUND_ROWS() has what a session of before has left.
                    "SELECT 1");

    private static final List<List<String>> KINDS =
            List.of(
                    List.of(
                            "SELECT id, v FROM t ORDER BY id",
                            "SELECT SQL_CALC_FOUND_ROWS id FROM t ORDER BY id LIMIT 2",
                            "SELECT COUNT(*) FROM t",
                            "SELECT v FROM t WHERE id = 2 FOR UPDATE",
                            "SELECT id FROM t WHERE v = 'nobody'",
                            "SELECT CAST('12x' AS SIGNED) AS c FROM t LIMIT 1",
                            "SELECT 1",
                            "SELECT 1/0",
                            "SELECT nothing FROM t",
                            "SELECT 1; SELECT id FROM t ORDER BY id LIMIT 3",
                            "(SELECT id FROM t ORDER BY id LIMIT 3) UNION SELECT 77",
                            "SHOW COLUMNS FROM t",
                            "DESC t",
                            "/* primary */ SELECT id FROM t WHERE id < 3",
                            "nonsense"),
                    List.of(
                            "INSERT INTO t (v) VALUES ('more')",
                            "INSERT INTO t (v) VALUES ('a'), ('b')",
                            "INSERT IGNORE INTO t VALUES (1, 'twice')",
                            "INSERT INTO t VALUES (1, 'twice')",
                            "UPDATE t SET v = CONCAT(v, '!') WHERE id < 3",
                            "UPDATE t SET v = v",
                            "DELETE FROM t WHERE id = 4",
                            "REPLACE INTO t VALUES (2, 'new')",
                            "DROP TABLE IF EXISTS missing",
                            "DO 1",
                            "INSERT INTO t (v) VALUES ('x') RETURNING id"),
                    List.of(
                            "SHOW WARNINGS",
                            "SHOW ERRORS",
                            "SHOW COUNT(*) WARNINGS",
                            "SELECT FOUND_ROWS()",
                            "SELECT ROW_COUNT()",
                            "SELECT @@warning_count, @@error_count",
                            "SELECT LAST_INSERT_ID(), @@identity",
                            "SET @n = FOUND_ROWS()",
                            "SET @n = ROW_COUNT(), @m = LAST_INSERT_ID()",
                            "SELECT @n, @m",
                            "SELECT FOUND_ROWS() INTO @n",
                            "INSERT INTO t (v) VALUES (CONCAT('found ', FOUND_ROWS()))",
                            "INSERT INTO t (v) VALUES (CONCAT('count ', ROW_COUNT()))",
                            "UPDATE t SET v = LAST_INSERT_ID() WHERE id = 1",
                            "GET DIAGNOSTICS @d = NUMBER",
                            "GET DIAGNOSTICS CONDITION 1 @d = MESSAGE_TEXT",
                            "SELECT @d",
                            "SET @w = @@warning_count",
                            "SELECT @w"),
                    List.of(
                            "BEGIN",
                            "START TRANSACTION",
                            "START TRANSACTION READ ONLY",
                            "START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY",
                            "COMMIT",
                            "COMMIT",
                            "ROLLBACK",
                            "COMMIT AND CHAIN",
                            "SAVEPOINT s",
                            "ROLLBACK TO SAVEPOINT s",
                            "SET TRANSACTION READ ONLY",
                            "SET TRANSACTION ISOLATION LEVEL SERIALIZABLE",
                            "SET tx_read_only = 1",
                            "SET SESSION TRANSACTION READ ONLY",
                            "SET SESSION TRANSACTION READ WRITE",
                            "SET autocommit = 0",
                            "SET autocommit = 1",
                            "SELECT @@in_transaction"),
                    List.of(
                            "SET NAMES utf8mb4",
                            "SET NAMES latin1, sql_auto_is_null = 1",
                            "SET NAMES gbk",
                            "SET sql_auto_is_null = 0, NAMES gbk",
                            "SET character_set_results = NULL",
                            "SET SESSION sql_mode = 'NO_BACKSLASH_ESCAPES'",
                            "SET sql_mode = CONCAT(@@sql_mode, ',NO_BACKSLASH_ESCAPES')",
                            "SET sql_mode = 'ANSI'",
                            "SET sql_mode = DEFAULT",
                            "SET time_zone = '+03:00'",
                            "SET wait_timeout = @@wait_timeout + 1",
                            "SET @a = 5",
                            "SET @a = @a + 1",
                            "SELECT @a := 7",
                            "SELECT @a",
                            "SET nothing = 1",
                            "SET sql_select_limit = 0",
                            "SELECT @@sql_mode, @@time_zone, @@autocommit, @@wait_timeout",
                            "SELECT @@character_set_client, @@collation_connection,"
                                    + " @@sql_auto_is_null",
                            "SELECT '\u00bf\\' AS c",
                            "SELECT '\u00bf\\', 'FOR UPDATE' FROM t WHERE id = 1",
                            "SELECT 'a\\'b' AS c",
                            "SELECT 'a\\' AS c, ' FOR UPDATE' AS d FROM t WHERE id = 1",
                            "SELECT \"id\" FROM t ORDER BY 1 LIMIT 1",
                            "SELECT id\u00a0FROM t WHERE id = 1 FOR\u00a0UPDATE",
                            "SELECT id FROM t WHERE id IS NULL",
                            "SHOW SESSION VARIABLES LIKE 'sql_mode'"),
                    List.of(
                            "USE {db}",
                            "USE nothing",
                            "USE information_schema",
                            "USE {db}; SELECT DATABASE()",
                            "USE information_schema; SELECT DATABASE()",
                            "SELECT DATABASE()",
                            ":use {db}",
                            ":use nothing",
                            ":fields t",
                            ":ping",
                            ":ping",
                            ":reset",
                            ":option 0",
                            ":option 1",
                            ":statistics",
                            ":prepare SELECT id, v FROM t WHERE v <> ? ORDER BY id",
                            ":prepare INSERT INTO t (v) VALUES (?)",
                            ":prepare SELECT FOUND_ROWS()",
                            ":prepare SET @p = ?",
                            ":prepare START TRANSACTION READ ONLY",
                            ":prepare nonsense",
                            ":execute text",
                            ":execute other",
                            "SET GLOBAL slow_launch_time = 2",
                            "LOCK TABLES t WRITE",
                            "UNLOCK TABLES",
                            "CREATE TABLE other (i INT)",
                            "DROP TABLE other",
                            "CREATE TEMPORARY TABLE mine (i INT)",
                            "SELECT * FROM mine",
                            "SELECT GET_LOCK('{db}', 0)",
                            "SELECT IS_USED_LOCK('{db}') = CONNECTION_ID()"));

    private final Random random;

    Corpus(long seed) {
        random = new Random(seed);
    }

    /** The next script. */
    List<String> next() {
        var script = new ArrayList<>(BEGIN);
        for (int left = 3 + random.nextInt(6); left > 0; left--) {
            List<String> kind = KINDS.get(random.nextInt(KINDS.size()));
            script.add(kind.get(random.nextInt(kind.size())));
        }
        return script;
    }
}

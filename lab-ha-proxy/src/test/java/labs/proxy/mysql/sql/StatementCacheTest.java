package labs.proxy.mysql.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is remembered of statements is what the classifier would say of them. */
@Timeout(60)
final class StatementCacheTest {
    private static final long SEED = 20_261_130;
    private static final String[] PARTS = {
        "a",
        "t1",
        "1",
        "42",
        "7FOR",
        "x'41'",
        "'it''s'",
        "'FOR UPDATE'",
        "' FOR",
        "\\",
        "FOR",
        "UPDATE",
        "SHARE",
        "INTO",
        "LOCK",
        "IN",
        "(",
        ")",
        ",",
        "=",
        "-",
        "--",
        "/*",
        "*/",
        "#",
        "@v",
        "@@global.x",
        "@@identity",
        "`",
        "\"",
        "FOUND_ROWS",
        "GET_LOCK",
        "LAST_INSERT_ID",
        "NEXT",
        "VALUE",
        "FROM",
        "WHERE",
        "_2",
        "$",
        ";",
        "\n",
        "\u00a0",
        "\u00e4",
        "?"
    };

    @Test
    void shouldSayWhatTheClassifierSays() {
        var random = new Random(SEED);
        var cache = new StatementCache();
        for (int i = 0; i < 100_000; i++) {
            var sql = new StringBuilder(random.nextBoolean() ? "SELECT " : "select ");
            for (int j = random.nextInt(8); j >= 0; j--) {
                sql.append(PARTS[random.nextInt(PARTS.length)]);
                sql.append(random.nextInt(3) > 0 ? " " : "");
            }
            var dialect =
                    new Dialect(
                            random.nextBoolean(),
                            random.nextBoolean(),
                            CharacterSet.values()[random.nextInt(CharacterSet.values().length)]);
            assertThat(cache.classify(sql.toString(), dialect))
                    .as("seed %d: %s in %s", SEED, sql, dialect)
                    .isEqualTo(Classifier.classify(sql.toString(), dialect));
        }
    }

    @Test
    void shouldKnowAStatementWithOtherValuesByItsShape() {
        assertThat(StatementCache.shape("SELECT v FROM t2 WHERE id = 4711 AND n = 'Anna'"))
                .isEqualTo(StatementCache.shape("SELECT v FROM t2 WHERE id = 1 AND n = ''"))
                .isNotEqualTo(StatementCache.shape("SELECT v FROM t3 WHERE id = 1 AND n = ''"));
        assertThat(StatementCache.shape("INSERT INTO t VALUES (1)")).isNull();
    }
}

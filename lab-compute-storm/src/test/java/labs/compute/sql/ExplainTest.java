package labs.compute.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ExplainTest {
    @TempDir Path directory;
    private Sql sql;

    @BeforeEach
    void open() throws IOException {
        sql = new Sql(Shop.open(directory), PlanOptions.defaults());
    }

    @Test
    void shouldShowWhatIsDoneWhereAndWhy() throws IOException {
        String query =
                """
                EXPLAIN SELECT country, COUNT(*) AS n, SUM(amount)
                FROM orders o LEFT JOIN users u ON o.user_id = u.id AND since < DATE '2022-01-01'
                WHERE day >= DATE '2026-01-02' AND country IS NOT NULL
                GROUP BY country ORDER BY n DESC LIMIT 10 OFFSET 5;
                """;

        assertThat(Sql.isExplain(query)).isTrue();
        assertThat(sql.explain(query))
                .isEqualTo(
                        """
                        answer country, n, sum(amount): limit 10 offset 5
                          sort by n DESC, country, sum(amount): 16 ranges
                            group by u.country: COUNT(*), SUM(o.amount): partial, then in 16 partitions
                              filter u.country IS NOT NULL
                                LEFT join on o.user_id = u.id: BROADCAST_HASH, the right table to every task, because u has 48 B, less than 8.0 MB
                                  scan orders o: about 5 rows, 79 B in 1 split
                                    reads o.user_id, o.amount, o.day of 4 columns
                                    keeps o.day >= 2026-01-02
                                    sends o.user_id, o.amount
                                  scan users u: about 3 rows, 48 B in 1 split
                                    reads u.id, u.country, u.since of 3 columns
                                    keeps u.since < 2022-01-01
                                    sends u.id, u.country
                        """);
    }

    @Test
    void shouldLeaveOutWhatIsNotDone() throws IOException {
        assertThat(
                        sql.explain(
                                "SELECT /*+ sort_merge */ COUNT(*)"
                                        + " FROM orders JOIN users ON user_id = users.id"))
                .isEqualTo(
                        """
                        answer count(*)
                          sort by count(*): 16 ranges
                            group: COUNT(*): partial, then in 1 partition
                              INNER join on orders.user_id = users.id: SORT_MERGE, 16 partitions, because the query says so
                                scan orders: about 5 rows, 79 B in 1 split
                                  reads orders.user_id of 4 columns
                                scan users: about 3 rows, 48 B in 1 split
                                  reads users.id of 3 columns
                        """);
    }

    @Test
    void shouldShowAllSelectsOfAUnion() throws IOException {
        assertThat(
                        sql.explain(
                                "SELECT amount % 2, AVG(amount) FROM orders GROUP BY 1"
                                        + " HAVING COUNT(*) > 1 UNION ALL SELECT o.id, country"
                                        + " FROM orders o FULL JOIN users u ON o.user_id = u.id"
                                        + " AND day = since ORDER BY 2"))
                .isEqualTo(
                        """
                        answer amount % 2, avg(amount)
                          sort by avg(amount), amount % 2: 16 ranges
                            union all of 2 SELECTs
                              having COUNT(*) > 1
                                group by (orders.amount % 2): AVG(orders.amount), COUNT(*): partial, then in 16 partitions
                                  scan orders: about 5 rows, 79 B in 1 split
                                    reads orders.amount of 4 columns
                              FULL join on o.user_id = u.id and o.day = u.since: PARTITIONED_HASH, 16 partitions, because a FULL JOIN has no other way
                                scan orders o: about 5 rows, 79 B in 1 split
                                  reads o.id, o.user_id, o.day of 4 columns
                                scan users u: about 3 rows, 48 B in 1 split
                                  reads u.id, u.country, u.since of 3 columns
                        """);
    }

    @Test
    void shouldEstimateTheRowsOfALargeTableFromSomeLines() throws IOException {
        var large = new Sql(Shop.withUsersOf(10_000_000, directory), PlanOptions.defaults());

        assertThat(large.explain("SELECT o.id FROM orders o JOIN users u ON o.id = u.id"))
                .contains("PARTITIONED_HASH, 16 partitions, because u has 10.0 MB, not less than")
                .containsPattern("about (1,9|2,0)[0-9]{2},[0-9]{3} rows, 10.0 MB in 3 splits");
    }
}

#!/usr/bin/env bash
# DuckDB 2.0.0 (JDBC driver 2.0.0.1): a query may return more rows than its LIMIT allows, without a word. It takes a LEFT
# or RIGHT JOIN of which the optimizer sees that no row of the inner side can match, and a WHERE that asks for something
# of either side with OR. Then the filter is estimated to let few rows through, and an estimate below the limit counts
# as if it were a bound: the LIMIT leaves the plan. DuckDB 1.4.3 keeps it.
#
# Seen (30 rows in u, LIMIT 15):
#   2.0.0.1                                        29 rows
#   2.0.0.1, without its statistics_propagation    15 rows
#   1.4.3.0                                        15 rows
# What to do: SET disabled_optimizers = 'statistics_propagation' where a LIMIT must hold, as the comparison in
# lab-compute-storm does; or count.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
fetch() {
  mvn -q -B org.apache.maven.plugins:maven-dependency-plugin:3.9.0:get -Dartifact="org.duckdb:duckdb_jdbc:$1" -Dtransitive=false
  mvn -q -B org.apache.maven.plugins:maven-dependency-plugin:3.9.0:copy -Dartifact="org.duckdb:duckdb_jdbc:$1" \
    -DoutputDirectory="$dir/$1"
}
fetch 2.0.0.1
fetch 1.4.3.0
cat >"$dir/Limit.java" <<'JAVA'
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

class Limit {
    static final String QUERY = "SELECT u.k FROM u LEFT JOIN t ON u.k = t.k AND t.k < -100"
            + " WHERE t.k = 1 OR u.k <> 3 ORDER BY 1 LIMIT 15";

    static int rows(Statement statement) throws SQLException {
        int rows = 0;
        try (ResultSet result = statement.executeQuery(QUERY)) {
            while (result.next()) {
                rows++;
            }
        }
        return rows;
    }

    public static void main(String[] args) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE t AS SELECT range AS k FROM range(5)");
            statement.execute("CREATE TABLE u AS SELECT range AS k FROM range(30)");
            System.out.print(rows(statement));
            statement.execute("SET disabled_optimizers = 'statistics_propagation'");
            System.out.println(" " + rows(statement));
        }
    }
}
JAVA
run() { java -cp "$dir/$1/*" "$dir/Limit.java"; }
new=$(run 2.0.0.1)
old=$(run 1.4.3.0)
echo "rows at LIMIT 15, with and without statistics_propagation: 2.0.0.1: $new, 1.4.3.0: $old"
[ "$new" = "29 15" ] && [ "$old" = "15 15" ] || { echo "CHANGED: expected 29 15 and 15 15"; exit 1; }

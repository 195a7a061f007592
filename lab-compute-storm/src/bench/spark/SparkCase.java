import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** The case in Spark SQL: DIRECTORY SQL. Asked by lines, as the other contestants. */
public final class SparkCase {
    private static final int PAGE = 100;

    private SparkCase() {}

    public static void main(String[] args) throws IOException {
        SparkSession spark =
                SparkSession.builder()
                        .master("local[2]")
                        .appName("case")
                        .config("spark.ui.enabled", "false")
                        .config("spark.driver.bindAddress", "127.0.0.1")
                        .config("spark.driver.host", "127.0.0.1")
                        .config("spark.sql.shuffle.partitions", "8")
                        .getOrCreate();
        table(spark, args[0], "orders", "id BIGINT, user_id BIGINT, amount BIGINT");
        table(spark, args[0], "users", "id BIGINT, score BIGINT");
        System.out.println("# up");
        var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            long offset = line.equals("query") ? 0 : Long.parseLong(line.split(" ")[1]);
            long start = System.nanoTime();
            String rows = page(spark, args[1], offset);
            System.out.println("# " + (System.nanoTime() - start) / 1e9 + " " + rows);
        }
        spark.stop();
    }

    private static void table(SparkSession spark, String directory, String name, String columns) {
        spark.read()
                .schema(columns)
                .option("header", "true")
                .option("enforceSchema", "true")
                .csv(directory + "/" + name + ".csv")
                .createOrReplaceTempView(name);
    }

    private static String page(SparkSession spark, String sql, long offset) {
        List<Row> rows = spark.sql(sql + " LIMIT " + PAGE + " OFFSET " + offset).collectAsList();
        var text = new StringBuilder();
        for (Row row : rows) {
            text.append(row.getLong(0)).append(',').append(row.getLong(1)).append(',');
            text.append(row.getLong(2)).append(';');
        }
        return text.toString();
    }
}

package labs.mq.shop.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import labs.kit.LabTest;
import labs.mq.broker.Broker;
import labs.mq.demo.ShopDemo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Not graded: the whole shop on part 3's broker, while workers are killed. */
@LabTest
@Timeout(600)
final class ShopOnOurBrokerTest {
    @TempDir Path directory;

    @Test
    void shouldBalanceThoughWorkersAreKilled() throws Exception {
        try (var broker = Broker.start()) {
            Path out = directory.resolve("output");
            var builder =
                    new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                            "-Xmx256m",
                            "-XX:TieredStopAtLevel=1",
                            "-cp",
                            System.getProperty("java.class.path"),
                            ShopDemo.class.getName(),
                            "--orders",
                            "5000",
                            "--kills",
                            "2");
            builder.environment().put("LAB_KAFKA", broker.address());
            Process shop = builder.redirectErrorStream(true).redirectOutput(out.toFile()).start();
            try {
                assertThat(shop.waitFor(500, TimeUnit.SECONDS)).as("the shop ends").isTrue();
            } finally {
                shop.destroyForcibly().waitFor();
            }
            List<String> said = Files.readAllLines(out, StandardCharsets.UTF_8);
            assertThat(said).anyMatch(line -> line.contains("everything balances"));
            assertThat(shop.exitValue()).isZero();
        }
    }
}

package labs.mq.shop.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import labs.cluster.kafka.KafkaCluster;
import labs.kit.LabTest;
import labs.kit.Seed;
import labs.mq.shop.audit.Audit;
import labs.mq.shop.audit.AuditTable;
import labs.mq.shop.audit.Books;
import labs.mq.shop.audit.Law;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The whole shop: three brokers, two workers, and each kind is killed while orders come. */
@LabTest
@Timeout(900)
final class ShopKilledTest {
    private static final int ORDERS = Integer.getInteger("lab.orders", 20_000);
    private static final int KILLS = Integer.getInteger("lab.kills", 2);

    @Test
    void shouldBalanceThoughAWorkerAndABrokerAreKilled(@Seed long seed) throws Exception {
        var plan = new ShopPlan(ORDERS, seed, 4_000, 2, 1, KILLS);
        try (var cluster = KafkaCluster.start(3);
                var shop = new ShopRun(cluster, plan, new Silence())) {
            shop.run();
            Books books = shop.readBooks();
            var audit = new Audit(books);
            List<Law> laws = audit.laws();
            AuditTable.lines(books, audit, laws).forEach(System.out::println);

            assertThat(shop.workersKilled()).as("workers that were killed").isPositive();
            assertThat(shop.brokersKilled()).as("brokers that were killed").isPositive();
            assertThat(books.deadLetters())
                    .as("what is no order goes to the dead letters, once")
                    .isEqualTo(OrderFeed.GARBAGE);
            assertThat(laws).filteredOn(law -> !law.holds()).as("laws that do not hold").isEmpty();
        }
    }

    private static final class Silence implements ShopWatcher {
        @Override
        public void progress(Progress progress) {}

        @Override
        public void event(String what) {}
    }
}

package labs.mq.shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.NoSuchElementException;
import labs.kit.LabTest;
import labs.kit.Seed;
import labs.mq.shop.OrderGenerator.Arrival;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Not graded by itself: what the tests and the demo stand on. */
@LabTest
@Timeout(30)
final class OrderGeneratorTest {
    private static final int ORDERS = 20_000;

    private static List<Arrival> all(long seed) {
        var generator = new OrderGenerator(new Catalogue(ORDERS, seed), 0);
        var arrivals = new ArrayList<Arrival>();
        generator.forEachRemaining(arrivals::add);
        assertThatThrownBy(generator::next).isInstanceOf(NoSuchElementException.class);
        return arrivals;
    }

    @Test
    void shouldSendEachOrderOnceAndSomeAgain(@Seed long seed) {
        List<Arrival> arrivals = all(seed);
        var seen = new HashSet<Long>();
        for (Arrival arrival : arrivals) {
            assertThat(seen.add(arrival.order().id()))
                    .as("order %s is new", arrival.order().id())
                    .isNotEqualTo(arrival.isRepeated());
        }
        assertThat(seen).hasSize(ORDERS);
        assertThat(arrivals.size() - ORDERS).isBetween(ORDERS / 50, ORDERS / 25);
        assertThat(all(seed)).as("the same seed").isEqualTo(arrivals);
    }

    @Test
    void shouldMixUpTheOrderOfTimeAndKeepSomeBackForLong(@Seed long seed) {
        long newest = 0;
        int older = 0;
        int late = 0;
        for (Arrival arrival : all(seed)) {
            older += arrival.placedAt() < newest ? 1 : 0;
            late += arrival.placedAt() + 900_000 < newest ? 1 : 0;
            newest = Math.max(newest, arrival.placedAt());
        }
        assertThat(older).isGreaterThan(ORDERS / 2);
        assertThat(late).isBetween(ORDERS / 2_000, ORDERS / 50);
        assertThat(newest).isLessThan(OrderGenerator.HOUR);
    }

    @Test
    void shouldPreferAFewCustomersAndBringThemNearTheirLimits(@Seed long seed) {
        var catalogue = new Catalogue(ORDERS, seed);
        long first = 0;
        long wanted = 0;
        long there = 0;
        for (int id = 0; id < ORDERS; id++) {
            first += catalogue.order(id).customer() == 0 ? 1 : 0;
            wanted += catalogue.order(id).quantity();
        }
        for (int product = 0; product < catalogue.products(); product++) {
            there += catalogue.openingStock(product);
        }
        assertThat(first).isGreaterThan(20L * ORDERS / catalogue.customers());
        assertThat(there).isBetween(wanted / 2, wanted * 2);
    }
}

package labs.mq.shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import labs.kit.LabTest;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The stages one order at a time, without a broker. */
@LabTest
@Timeout(60)
final class ShopTopologyTest {
    private static final int ANNA = 0; // the first customer is the richest
    private static final int PRODUCT = 3;
    private static final int GROUP = 3;
    private static final Instant NOON = TestShop.NOON;

    @TempDir Path state;
    private TestShop shop;

    @BeforeEach
    void open() {
        shop = new TestShop(state);
    }

    @AfterEach
    void close() {
        if (shop != null) {
            shop.close();
        }
    }

    private static Order order(long id, int quantity, long cents) {
        return new Order(id, ANNA, PRODUCT, quantity, cents);
    }

    @Test
    void shouldPayDeliverAndTell() {
        long balance = shop.balance(ANNA);
        long left = shop.stock(PRODUCT);
        Order order = order(17, 2, 1_234);

        shop.place(order, NOON.plusSeconds(5));

        assertThat(shop.payments())
                .as("payments are keyed by product: all of a product meet in one partition")
                .containsExactly(new TestRecord<>(PRODUCT, order, NOON.plusSeconds(5)));
        assertThat(shop.outcomes())
                .as("outcomes are keyed by order, and keep the time of the order")
                .containsExactly(
                        new TestRecord<>(
                                17L, new Outcome(order, Verdict.DELIVERED), NOON.plusSeconds(5)));
        assertThat(shop.notices())
                .extracting(TestRecord::key, TestRecord::value)
                .containsExactly(tuple(17L, "Your order 17 is on its way, and cost 12.34"));
        assertThat(shop.balance(ANNA)).isEqualTo(balance - 1_234);
        assertThat(shop.stock(PRODUCT)).isEqualTo(left - 2);
    }

    @Test
    void shouldTakeTheSameOrderOnceHoweverOftenItIsSent() {
        long balance = shop.balance(ANNA);
        shop.place(order(17, 1, 500), NOON);
        shop.place(order(18, 1, 500), NOON.plusSeconds(1));
        shop.place(order(17, 1, 500), NOON);
        shop.place(order(17, 1, 500), NOON.plus(Duration.ofHours(3)));

        assertThat(shop.outcomes())
                .extracting(TestRecord::key)
                .as("orders that ended: 17 was sent three times")
                .containsExactly(17L, 18L);
        assertThat(shop.balance(ANNA)).as("two were paid").isEqualTo(balance - 1_000);
        assertThat(shop.notices()).hasSize(2);
    }

    @Test
    void shouldMoveNothingForAnOrderThatCannotBePaidAndNotAskAgain() {
        long balance = shop.balance(ANNA);
        Order dear = order(17, 1, balance + 1);
        shop.place(dear);
        shop.place(dear);

        assertThat(shop.payments()).as("payments").isEmpty();
        assertThat(shop.balance(ANNA)).isEqualTo(balance);
        assertThat(shop.outcomes())
                .extracting(TestRecord::value)
                .as("an order that was refused is decided as well: it was sent twice")
                .containsExactly(new Outcome(dear, Verdict.UNPAID));
        assertThat(shop.notices()).extracting(TestRecord::key).as("notices").containsExactly(17L);
    }

    @Test
    void shouldPayWithTheLastCent() {
        shop.place(order(17, 1, shop.balance(ANNA)));
        shop.place(order(18, 1, 1));

        assertThat(shop.balance(ANNA)).isZero();
        assertThat(verdicts()).containsExactly(Verdict.DELIVERED, Verdict.UNPAID);
    }

    private List<Verdict> verdicts() {
        return shop.outcomes().stream().map(record -> record.value().verdict()).toList();
    }

    @Test
    void shouldDeliverTheLastPieceAndGiveBackWhatCameTooLateForIt() {
        long balance = shop.balance(ANNA);
        int left = (int) shop.stock(PRODUCT);
        shop.place(order(1, left - 1, 100), NOON);
        Order two = order(2, 2, 700);
        shop.place(two, NOON.plusSeconds(2));
        shop.place(order(3, 1, 50), NOON.plusSeconds(3));
        shop.place(order(4, 1, 50), NOON.plusSeconds(4));

        assertThat(shop.stock(PRODUCT)).as("all is sold, and nothing below it").isZero();
        assertThat(shop.refunds())
                .as("what can't be delivered goes back under its customer, with its time")
                .hasSize(2)
                .first()
                .isEqualTo(new TestRecord<>(ANNA, two, NOON.plusSeconds(2)));
        List<TestRecord<Long, Outcome>> outcomes = shop.outcomes();
        assertThat(outcomes)
                .extracting(TestRecord::key, record -> record.value().verdict())
                .as("two pieces of one that is left: all or nothing")
                .containsExactlyInAnyOrder(
                        tuple(1L, Verdict.DELIVERED),
                        tuple(2L, Verdict.REFUNDED),
                        tuple(3L, Verdict.DELIVERED),
                        tuple(4L, Verdict.REFUNDED));
        assertThat(outcomes)
                .filteredOn(record -> record.key() == 2)
                .extracting(TestRecord::timestamp)
                .containsExactly(NOON.plusSeconds(2).toEpochMilli());
        assertThat(shop.balance(ANNA))
                .as("700 and 50 are back on the account that they came from")
                .isEqualTo(balance - 150);
    }

    @Test
    void shouldSpendAgainWhatWasGivenBack() {
        long balance = shop.balance(ANNA);
        int left = (int) shop.stock(PRODUCT);
        shop.place(order(1, left + 1, balance)); // comes back
        shop.place(order(2, 1, balance));

        assertThat(verdicts())
                .as("payments and refunds need the same accounts")
                .containsExactly(Verdict.REFUNDED, Verdict.DELIVERED);
        assertThat(shop.balance(ANNA)).isZero();
    }

    @Test
    void shouldSumUpByGroupAndByTheTimeOfTheOrder() {
        shop.place(order(1, 1, 100), NOON.plusSeconds(10));
        shop.place(order(2, 1, 10), NOON.plusSeconds(400));
        // the next one is of the same group, and was placed before the last one
        shop.place(new Order(3, ANNA, PRODUCT + Catalogue.GROUPS, 1, 1), NOON.plusSeconds(299));
        shop.place(new Order(4, ANNA, PRODUCT + 1, 1, 5), NOON.plusSeconds(20));

        assertThat(shop.windows(GROUP)).containsExactly("0: 101", "300: 10");
        assertThat(shop.windows(GROUP + 1)).containsExactly("0: 5");
        assertThat(shop.late(GROUP)).isZero();
    }

    @Test
    void shouldCountNoMoneyThatWasNotEarned() {
        shop.place(order(1, 1, shop.balance(ANNA) + 1)); // unpaid
        shop.place(order(2, (int) shop.stock(PRODUCT) + 1, 100)); // refunded
        shop.place(order(3, 1, 7));
        shop.place(order(3, 1, 7)); // again

        assertThat(shop.windows(GROUP)).containsExactly("0: 7");
    }

    @Test
    void shouldTakeLateSalesIntoTheirWindowWithinTheGraceAndApartAfterIt() {
        Instant end = NOON.plus(ShopTopology.WINDOW);
        Instant closed = end.plus(ShopTopology.GRACE);
        shop.place(order(1, 1, 1), NOON);
        shop.place(order(2, 1, 10), closed.minusMillis(1));
        shop.place(order(3, 1, 100), NOON); // a moment before its window is closed
        assertThat(shop.windows(GROUP)).contains("0: 101");

        shop.place(order(4, 1, 1_000), closed); // closes it
        shop.place(order(5, 1, 10_000), end.minusMillis(1));
        shop.place(order(6, 1, 100_000), end); // of the next window, which is open

        assertThat(shop.late(GROUP))
                .as("a closed window drops what comes: it has to be counted apart")
                .isEqualTo(10_000);
        assertThat(shop.windows(GROUP))
                .as("the second window ends later, and is open")
                .containsExactlyInAnyOrder("0: 101", "300: 100000", "900: 10", "1200: 1000");
    }

    @Test
    void shouldPutAsideWhatIsNoOrderAndGoOn() {
        shop.placeBytes(new byte[] {0, 0, 0, 0}, new byte[] {1, 2, 3});
        shop.placeBytes(new byte[] {0, 0, 0, 0}, new byte[28]); // a quantity of none
        shop.place(order(1, 1, 100));

        assertThat(shop.deadLetters())
                .as("what can't be read goes to the dead letters")
                .hasSize(2)
                .first()
                .extracting(TestRecord::value)
                .isEqualTo(new byte[] {1, 2, 3});
        assertThat(verdicts()).as("and the next order is served").hasSize(1);
    }

    @Test
    void shouldKnowNoCustomerAndNoProductThatTheCatalogueDoesNotHave() {
        shop.place(new Order(1, 1_000_000, PRODUCT, 1, 100));
        shop.place(new Order(2, ANNA, 1_000_000, 1, 100));

        assertThat(verdicts()).containsExactly(Verdict.UNPAID, Verdict.REFUNDED);
    }
}

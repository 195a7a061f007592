package labs.mq.shop.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import labs.kit.LabTest;
import labs.mq.shop.Catalogue;
import labs.mq.shop.Order;
import labs.mq.shop.Outcome;
import labs.mq.shop.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Books that balance, and the same with one thing wrong in them. */
@LabTest
@Timeout(30)
final class AuditTest {
    private static final int ORDERS = 2_000;
    private static final Catalogue CATALOGUE = new Catalogue(ORDERS, 11);

    /** A small shop that makes no mistakes: one order after the other, in memory. */
    private static Books balanced() {
        var books = new Books(CATALOGUE);
        var revenue = new long[Catalogue.GROUPS];
        for (int id = 0; id < ORDERS; id++) {
            Order order = CATALOGUE.order(id);
            Verdict verdict = serve(books, order);
            books.outcome(new Outcome(order, verdict));
            books.notice(id);
            if (verdict == Verdict.DELIVERED) {
                revenue[CATALOGUE.group(order.product())] += order.cents();
            }
        }
        for (int group = 0; group < Catalogue.GROUPS; group++) {
            books.revenue(group, 0, revenue[group] / 3);
            books.revenue(group, 300_000, revenue[group] / 3 + revenue[group] % 3);
            books.lateRevenue(group, revenue[group] / 3);
        }
        return books;
    }

    private static Verdict serve(Books books, Order order) {
        long balance = books.balance(order.customer());
        long left = books.stock(order.product());
        if (balance < order.cents()) {
            return Verdict.UNPAID;
        }
        books.payment(order);
        if (left < order.quantity()) {
            books.refund(order);
            return Verdict.REFUNDED;
        }
        books.balance(order.customer(), balance - order.cents());
        books.stock(order.product(), left - order.quantity());
        return Verdict.DELIVERED;
    }

    private static int first(Books books, Verdict verdict) {
        for (int id = 0; id < ORDERS; id++) {
            if (books.verdict(id) == verdict) {
                return id;
            }
        }
        throw new AssertionError("no order is " + verdict);
    }

    private static List<Law> broken(Consumer<Books> wrong) {
        Books books = balanced();
        wrong.accept(books);
        return new Audit(books).laws().stream().filter(law -> !law.holds()).toList();
    }

    private static void assertBreaks(String law, String example, Consumer<Books> wrong) {
        assertThat(broken(wrong))
                .as("the laws that are broken, one of them: %s", law)
                .anySatisfy(
                        broken -> {
                            assertThat(broken.name()).contains(law);
                            assertThat(broken.example()).contains(example);
                        });
    }

    @Test
    void shouldFindNothingWhereNothingIsWrong() {
        assertThat(broken(books -> {})).isEmpty();
        List<Law> laws = new Audit(balanced()).laws();
        assertThat(laws).as("every law looks at something").allMatch(law -> law.checked() > 0);
        assertThat(Audit.balances(laws)).isTrue();
    }

    @Test
    void shouldFindAnOrderThatWasPaidTwice() {
        Books books = balanced();
        int id = first(books, Verdict.DELIVERED);
        books.payment(CATALOGUE.order(id));
        List<Law> laws = new Audit(books).laws();
        assertThat(Audit.balances(laws)).isFalse();
        assertBreaks("paid once", "order " + id + ",", b -> b.payment(CATALOGUE.order(id)));
    }

    @Test
    void shouldFindMoneyThatWasTakenTwice() {
        int id = first(balanced(), Verdict.DELIVERED);
        Order order = CATALOGUE.order(id);
        Consumer<Books> again =
                books ->
                        books.balance(
                                order.customer(), books.balance(order.customer()) - order.cents());
        assertBreaks("each account", "customer " + order.customer() + " ", again);
        assertBreaks("all money", "", again);
    }

    @Test
    void shouldFindMoneyThatOneCustomerPaidForAnother() {
        assertBreaks(
                "each account",
                "customer 1 ",
                books -> {
                    books.balance(1, books.balance(1) - 1);
                    books.balance(2, books.balance(2) + 1);
                });
    }

    @Test
    void shouldFindAnOrderWithoutAnEndAndOneWithTwo() {
        var incomplete = new Books(CATALOGUE);
        assertThat(new Audit(incomplete).laws())
                .filteredOn(law -> law.name().contains("one outcome"))
                .singleElement()
                .satisfies(law -> assertThat(law.broken()).isEqualTo(ORDERS));
        int id = first(balanced(), Verdict.UNPAID);
        assertBreaks(
                "one outcome",
                "order " + id + " ",
                books -> books.outcome(new Outcome(CATALOGUE.order(id), Verdict.UNPAID)));
    }

    @Test
    void shouldFindACustomerWhoWasToldTwice() {
        assertBreaks("one notice", "order 5 ", books -> books.notice(5));
    }

    @Test
    void shouldFindARefundThatNobodyAskedForAndOneThatIsMissing() {
        int delivered = first(balanced(), Verdict.DELIVERED);
        assertBreaks(
                "refused as it ended",
                "order " + delivered + ",",
                books -> books.refund(CATALOGUE.order(delivered)));
        int unpaid = first(balanced(), Verdict.UNPAID);
        assertBreaks(
                "refused as it ended",
                "order " + unpaid + ",",
                books -> books.payment(CATALOGUE.order(unpaid)));
    }

    @Test
    void shouldFindAPieceThatIsMissing() {
        assertBreaks("each product", "product 3 ", books -> books.stock(3, books.stock(3) - 1));
    }

    /** Nothing is missing, and still something was sold that was not there. */
    @Test
    void shouldFindWhatWasSoldBelowNone() {
        Books books =
                LongStream.range(0, 100)
                        .mapToObj(seed -> deliveredAll(new Catalogue(ORDERS, seed)))
                        .filter(delivered -> below(delivered) > 0)
                        .findFirst()
                        .orElseThrow();
        assertThat(new Audit(books).stock().broken())
                .as("products that were sold below none")
                .isEqualTo(below(books));
    }

    private static Books deliveredAll(Catalogue catalogue) {
        var books = new Books(catalogue);
        for (int id = 0; id < ORDERS; id++) {
            Order order = catalogue.order(id);
            books.outcome(new Outcome(order, Verdict.DELIVERED));
            books.stock(order.product(), books.stock(order.product()) - order.quantity());
        }
        return books;
    }

    private static long below(Books books) {
        return IntStream.range(0, books.catalogue().products())
                .filter(product -> books.stock(product) < 0)
                .count();
    }

    @Test
    void shouldNotBeContentWithAShopThatRefusesEverything() {
        var books = new Books(CATALOGUE);
        for (int id = 0; id < ORDERS; id++) {
            books.outcome(new Outcome(CATALOGUE.order(id), Verdict.UNPAID));
            books.notice(id);
        }
        assertThat(new Audit(books).laws())
                .filteredOn(law -> !law.holds())
                .extracting(Law::name)
                .as("all balances, and nothing was sold")
                .containsExactly("nothing was refused without a reason");

        var refunding = new Books(CATALOGUE);
        for (int id = 0; id < ORDERS; id++) {
            refunding.payment(CATALOGUE.order(id));
            refunding.refund(CATALOGUE.order(id));
            refunding.outcome(new Outcome(CATALOGUE.order(id), Verdict.REFUNDED));
            refunding.notice(id);
        }
        assertThat(new Audit(refunding).reasons().holds()).isFalse();
    }

    @Test
    void shouldFindASaleThatIsInNoWindowAndNotLateEither() {
        assertBreaks(
                "windows + late", "group 2 ", books -> books.lateRevenue(2, books.late(2) - 1));
        assertBreaks("windows + late", "group 4 ", books -> books.revenue(4, 600_000, 1));
    }

    @Test
    void shouldFindWhatWasNeverOrdered() {
        Order real = CATALOGUE.order(9);
        var cheaper =
                new Order(9, real.customer(), real.product(), real.quantity(), real.cents() - 1);
        assertBreaks("what was ordered", "1 ", books -> books.payment(cheaper));
    }
}

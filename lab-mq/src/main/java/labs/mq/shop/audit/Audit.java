package labs.mq.shop.audit;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntToLongFunction;
import java.util.stream.IntStream;
import labs.mq.shop.Catalogue;
import labs.mq.shop.Order;
import labs.mq.shop.Verdict;

/**
 * Whether money, stock, orders and notices balance exactly. The orders themselves it takes from the
 * catalogue, not from what the shop says. For one thread, once the shop stands still.
 */
public final class Audit {
    private final Books books;
    private final Catalogue catalogue;
    private final long[] spent; // by customer, in cents: what was delivered
    private final long[] givenBack; // by customer, in cents
    private final long[] sold; // by product
    private final long[] earned; // by group, in cents

    public Audit(Books books) {
        this.books = books;
        this.catalogue = books.catalogue();
        this.spent = new long[catalogue.customers()];
        this.givenBack = new long[catalogue.customers()];
        this.sold = new long[catalogue.products()];
        this.earned = new long[Catalogue.GROUPS];
        addUp();
    }

    private void addUp() {
        for (int id = 0; id < catalogue.orders(); id++) {
            Order order = catalogue.order(id);
            if (books.verdict(id) == Verdict.DELIVERED) {
                spent[order.customer()] += order.cents();
                sold[order.product()] += order.quantity();
                earned[catalogue.group(order.product())] += order.cents();
            } else if (books.verdict(id) == Verdict.REFUNDED) {
                givenBack[order.customer()] += order.cents();
            }
        }
    }

    /** All laws, each with what was found. */
    public List<Law> laws() {
        return List.of(
                outcomes(),
                notices(),
                payments(),
                accounts(),
                money(),
                stock(),
                reasons(),
                revenue(),
                foreign());
    }

    /** Each order has one outcome. */
    Law outcomes() {
        // BEGIN SOLUTION
        var check = new Check("each order has one outcome");
        for (int id = 0; id < catalogue.orders(); id++) {
            check.that(books.outcomes(id) == 1, "order %d has %d", id, books.outcomes(id));
        }
        return check.law();
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO mq-7: see README, part 7");
    }

    /** Each order has one notice. */
    Law notices() {
        // BEGIN SOLUTION
        var check = new Check("each order has one notice");
        for (int id = 0; id < catalogue.orders(); id++) {
            check.that(books.notices(id) == 1, "order %d has %d", id, books.notices(id));
        }
        return check.law();
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO mq-7: see README, part 7");
    }

    /**
     * What was delivered was paid once and never refused; what was refunded was paid once and
     * refused once; what was not paid was neither.
     */
    Law payments() {
        // BEGIN SOLUTION
        var check = new Check("paid once, and refused as it ended");
        for (int id = 0; id < catalogue.orders(); id++) {
            Verdict verdict = books.verdict(id);
            boolean isPaid = verdict == Verdict.DELIVERED || verdict == Verdict.REFUNDED;
            check.that(
                    books.payments(id) == (isPaid ? 1 : 0)
                            && books.refunds(id) == (verdict == Verdict.REFUNDED ? 1 : 0),
                    "order %d, %s, was paid %d times and refused %d times",
                    id,
                    verdict,
                    books.payments(id),
                    books.refunds(id));
        }
        return check.law();
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO mq-7: see README, part 7");
    }

    /**
     * Each account holds what it held, less what was delivered to its customer; never less than 0.
     */
    Law accounts() {
        // BEGIN SOLUTION
        var check = new Check("each account: opening - delivered = balance >= 0");
        for (int customer = 0; customer < catalogue.customers(); customer++) {
            long opening = catalogue.openingBalance(customer);
            long balance = books.balance(customer);
            check.that(
                    balance >= 0 && opening - spent[customer] == balance,
                    "customer %d had %d, spent %d and has %d",
                    customer,
                    opening,
                    spent[customer],
                    balance);
        }
        return check.law();
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO mq-7: see README, part 7");
    }

    /** In all: balances + revenue = what the accounts held at the beginning. */
    Law money() {
        // BEGIN SOLUTION
        var check = new Check("all money: balances + revenue = opening");
        long opening = 0;
        for (int customer = 0; customer < catalogue.customers(); customer++) {
            opening += catalogue.openingBalance(customer);
        }
        check.that(
                books.balances() + books.earned() == opening,
                "balances %d + revenue %d is not %d",
                books.balances(),
                books.earned(),
                opening);
        return check.law();
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO mq-7: see README, part 7");
    }

    /**
     * Of each product: what is left + what was sold = what was there; never less than none left.
     */
    Law stock() {
        // BEGIN SOLUTION
        var check = new Check("each product: left + sold = opening, left >= 0");
        for (int product = 0; product < catalogue.products(); product++) {
            long left = books.stock(product);
            check.that(
                    left >= 0 && left + sold[product] == catalogue.openingStock(product),
                    "of product %d there were %d, %d were sold and %d are left",
                    product,
                    catalogue.openingStock(product),
                    sold[product],
                    left);
        }
        return check.law();
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO mq-7: see README, part 7");
    }

    /**
     * Nothing was refused without a reason. Stock only shrinks: when an order was refunded, no more
     * can be left at the end than it asked for, and less. Balances shrink but for what is given
     * back: when an order was unpaid, its customer has less at the end than it costs and was given
     * back to him.
     */
    Law reasons() {
        // BEGIN SOLUTION
        var check = new Check("nothing was refused without a reason");
        for (int id = 0; id < catalogue.orders(); id++) {
            Order order = catalogue.order(id);
            if (books.verdict(id) == Verdict.REFUNDED) {
                long left = books.stock(order.product());
                check.that(
                        left < order.quantity(),
                        "order %d for %d was refunded, and %d are left",
                        id,
                        order.quantity(),
                        left);
            } else if (books.verdict(id) == Verdict.UNPAID) {
                long atMost = books.balance(order.customer()) - givenBack[order.customer()];
                check.that(
                        atMost < order.cents(),
                        "order %d for %d was unpaid, though there were %d",
                        id,
                        order.cents(),
                        atMost);
            }
        }
        return check.law();
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO mq-7: see README, part 7");
    }

    /** Of each group: the windows + what was too late for them = the revenue. */
    Law revenue() {
        // BEGIN SOLUTION
        var check = new Check("each group: windows + late = revenue");
        for (int group = 0; group < Catalogue.GROUPS; group++) {
            check.that(
                    books.inWindows(group) + books.late(group) == earned[group],
                    "group %d earned %d, but has %d in windows and %d late",
                    group,
                    earned[group],
                    books.inWindows(group),
                    books.late(group));
        }
        return check.law();
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO mq-7: see README, part 7");
    }

    /** No entry is about something that was never ordered, or not like that. */
    private Law foreign() {
        var check = new Check("all entries are about what was ordered");
        check.that(books.foreign() == 0, "%d are not", books.foreign());
        return check.law();
    }

    /** Whether all laws hold. */
    public static boolean balances(List<Law> laws) {
        return laws.stream().allMatch(Law::holds);
    }

    /** What the sums are taken from, for a table: opening balances in cents. */
    public long openingBalances() {
        return range(catalogue.customers(), catalogue::openingBalance);
    }

    /** The opening stock of all products. */
    public long openingStock() {
        return range(catalogue.products(), catalogue::openingStock);
    }

    /** How many pieces were sold. */
    public long sold() {
        return Arrays.stream(sold).sum();
    }

    private static long range(int end, IntToLongFunction value) {
        return IntStream.range(0, end).mapToLong(value).sum();
    }
}

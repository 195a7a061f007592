package labs.mq.shop.audit;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import labs.mq.shop.Catalogue;
import labs.mq.shop.Order;
import labs.mq.shop.Outcome;
import labs.mq.shop.Verdict;

/**
 * All that the shop's topics say, added up as it is read, with nothing concluded: {@link Audit}
 * does that. Not thread-safe.
 */
public final class Books {
    private static final int MANY = Byte.MAX_VALUE;

    /** An aggregate's cell: what was sold of a group in the window that begins then. */
    record Cell(int group, long windowStart) {}

    private final Catalogue catalogue;
    private final byte[] payments; // how many, by order; the same below
    private final byte[] refunds;
    private final byte[] outcomes;
    private final byte[] notices;
    private final Verdict[] verdicts; // the last one; null for none
    private final long[] balances;
    private final long[] stock;
    private final Map<Cell, Long> revenue = new HashMap<>();
    private final Map<Integer, Long> lateRevenue = new HashMap<>();
    private final long[] ended = new long[Verdict.values().length]; // outcomes by verdict
    private long noticeCount;
    private long earned;
    private long foreign;
    private long deadLetters;

    public Books(Catalogue catalogue) {
        this.catalogue = catalogue;
        int orders = catalogue.orders();
        payments = new byte[orders];
        refunds = new byte[orders];
        outcomes = new byte[orders];
        notices = new byte[orders];
        verdicts = new Verdict[orders];
        balances = new long[catalogue.customers()];
        Arrays.setAll(balances, catalogue::openingBalance);
        stock = new long[catalogue.products()];
        Arrays.setAll(stock, catalogue::openingStock);
    }

    /** An order was paid. */
    public void payment(Order order) {
        if (isKnown(order)) {
            count(payments, order.id());
        }
    }

    /** A paid order was refused. */
    public void refund(Order order) {
        if (isKnown(order)) {
            count(refunds, order.id());
        }
    }

    /** An order ended. */
    public void outcome(Outcome outcome) {
        Order order = outcome.order();
        if (!isKnown(order)) {
            return;
        }
        count(outcomes, order.id());
        verdicts[(int) order.id()] = outcome.verdict();
        ended[outcome.verdict().ordinal()]++;
        earned += outcome.verdict() == Verdict.DELIVERED ? order.cents() : 0;
    }

    /** A customer was told about that order. */
    public void notice(long order) {
        if (order < 0 || order >= notices.length) {
            foreign++;
            return;
        }
        count(notices, order);
        noticeCount++;
    }

    /** An account holds that much now. */
    public void balance(int customer, long cents) {
        if (customer < balances.length) {
            balances[customer] = cents;
        } else {
            foreign++;
        }
    }

    /** So many of a product are left now. */
    public void stock(int product, long left) {
        if (product < stock.length) {
            stock[product] = left;
        } else {
            foreign++;
        }
    }

    /** That much was sold of a group in the window that begins then, so far. */
    public void revenue(int group, long windowStart, long cents) {
        revenue.put(new Cell(group, windowStart), cents);
    }

    /** That much was sold of a group too late for its window, so far. */
    public void lateRevenue(int group, long cents) {
        lateRevenue.put(group, cents);
    }

    /** Something that could not be read was put aside. */
    public void deadLetter() {
        deadLetters++;
    }

    private boolean isKnown(Order order) {
        boolean isKnown =
                order.id() < catalogue.orders() && catalogue.order(order.id()).equals(order);
        foreign += isKnown ? 0 : 1;
        return isKnown;
    }

    private static void count(byte[] counts, long order) {
        counts[(int) order] = (byte) Math.min(MANY, counts[(int) order] + 1);
    }

    public Catalogue catalogue() {
        return catalogue;
    }

    /** How often that order was paid. */
    public int payments(int order) {
        return payments[order];
    }

    /** How often the stock refused that order. */
    public int refunds(int order) {
        return refunds[order];
    }

    /** How many outcomes that order has. */
    public int outcomes(int order) {
        return outcomes[order];
    }

    /** How many notices were sent about that order. */
    public int notices(int order) {
        return notices[order];
    }

    /** How that order ended, the last time if there are several; null if it has not. */
    public Verdict verdict(int order) {
        return verdicts[order];
    }

    /** What that customer has, in cents. */
    public long balance(int customer) {
        return balances[customer];
    }

    /** How many of that product are left. */
    public long stock(int product) {
        return stock[product];
    }

    /** What all windows of that group add up to, in cents. */
    public long inWindows(int group) {
        return revenue.entrySet().stream()
                .filter(entry -> entry.getKey().group() == group)
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    /** What of that group was too late for its window, in cents. */
    public long late(int group) {
        return lateRevenue.getOrDefault(group, 0L);
    }

    /** How many windows have something in them. */
    public int windows() {
        return revenue.size();
    }

    /** How many outcomes of that kind there are. */
    public long count(Verdict verdict) {
        return ended[verdict.ordinal()];
    }

    /** How many outcomes there are, of any kind. */
    public long outcomeCount() {
        return Arrays.stream(ended).sum();
    }

    public long noticeCount() {
        return noticeCount;
    }

    /** What all delivered orders cost, in cents. */
    public long earned() {
        return earned;
    }

    /** How many records could not be read, and were put aside. */
    public long deadLetters() {
        return deadLetters;
    }

    /** How many entries are about orders, customers or products that do not exist like that. */
    public long foreign() {
        return foreign;
    }

    /** What all accounts hold, in cents. */
    public long balances() {
        return Arrays.stream(balances).sum();
    }

    /** What is left of all products. */
    public long stock() {
        return Arrays.stream(stock).sum();
    }

    /** What the windows, and what was too late for them, add up to, in cents. */
    public long counted() {
        return revenue.values().stream().mapToLong(cents -> cents).sum()
                + lateRevenue.values().stream().mapToLong(cents -> cents).sum();
    }
}

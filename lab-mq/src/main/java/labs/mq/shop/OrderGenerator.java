package labs.mq.shop;

import java.util.Comparator;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.PriorityQueue;
import java.util.SplittableRandom;

/**
 * The orders of one hour of business, in the order in which they arrive: a few places out of order,
 * some of them twice, some much later than they were placed. Lazy: it holds only what is on the
 * way. The same seed gives the same orders. For one thread.
 */
public final class OrderGenerator implements Iterator<OrderGenerator.Arrival> {
    /** How long the business lasts that the orders stand for, in milliseconds of event time. */
    public static final long HOUR = 3_600_000;

    private static final double TWICE = 0.03;
    private static final double LATE = 0.01;
    private static final int OUT_OF_ORDER = 40; // places

    /**
     * An order arrives.
     *
     * @param placedAt when it was placed, in milliseconds since 1970
     * @param isRepeated whether the same order was sent before
     */
    public record Arrival(Order order, long placedAt, boolean isRepeated) {}

    private record Pending(long place, Arrival arrival) {}

    private final Catalogue catalogue;
    private final long start;
    private final SplittableRandom random;
    private final PriorityQueue<Pending> onTheWay =
            new PriorityQueue<>(
                    Comparator.comparingLong(Pending::place)
                            .thenComparingLong(pending -> pending.arrival().order().id()));
    private int next;
    private long repeated;

    /**
     * @param start when the hour begins, in milliseconds since 1970
     */
    public OrderGenerator(Catalogue catalogue, long start) {
        this.catalogue = catalogue;
        this.start = start;
        this.random = new SplittableRandom(~catalogue.seed());
    }

    @Override
    public boolean hasNext() {
        return next < catalogue.orders() || !onTheWay.isEmpty();
    }

    @Override
    public Arrival next() {
        // what is placed later arrives later: the first is certain once the next place is behind it
        while (next < catalogue.orders()
                && (onTheWay.isEmpty() || onTheWay.element().place() >= next)) {
            place(next++);
        }
        if (onTheWay.isEmpty()) {
            throw new NoSuchElementException("all orders have arrived");
        }
        Arrival arrival = onTheWay.remove().arrival();
        repeated += arrival.isRepeated() ? 1 : 0;
        return arrival;
    }

    private void place(int id) {
        Order order = catalogue.order(id);
        long placedAt = start + id * HOUR / catalogue.orders();
        long place = id + random.nextInt(OUT_OF_ORDER);
        if (random.nextDouble() < LATE) {
            place += random.nextLong(catalogue.orders() / 2 + 1);
        }
        onTheWay.add(new Pending(place, new Arrival(order, placedAt, false)));
        if (random.nextDouble() < TWICE) {
            long again = place + 1 + random.nextLong(catalogue.orders() / 20 + 1);
            onTheWay.add(new Pending(again, new Arrival(order, placedAt, true)));
        }
    }

    /** How many of those that have arrived had arrived before. */
    public long repeated() {
        return repeated;
    }
}

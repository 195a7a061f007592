package labs.mq.shop;

import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Who buys and what is sold, and how much of either is there at the beginning: worked out from the
 * number of orders and the seed, so that every process has the same one. About nine of ten orders
 * can be paid and delivered. Immutable.
 */
public final class Catalogue {
    /** Into how many groups the products fall. */
    public static final int GROUPS = 8;

    static final int MOST_OF_ONE = 3;
    private static final double MEAN_QUANTITY = (1 + MOST_OF_ONE) / 2.0;

    private final int orders;
    private final long seed;
    private final Zipf customers;
    private final Zipf products;
    private final long[] balances;
    private final long[] stock;
    private final int[] prices;

    /**
     * @param orders how many there will be, above 0
     * @param seed for all that is left to chance
     * @throws IllegalArgumentException if there are none
     */
    public Catalogue(int orders, long seed) {
        if (orders < 1) {
            throw new IllegalArgumentException("a shop without orders: " + orders);
        }
        this.orders = orders;
        this.seed = seed;
        int people = Math.max(50, Math.min(10_000, orders / 50));
        int things = Math.max(20, Math.min(1_000, orders / 500));
        customers = new Zipf(people, 0.9);
        products = new Zipf(things, 0.8);
        var random = new SplittableRandom(seed);
        prices = random.ints(things, 100, 20_000).toArray();
        double mean =
                IntStream.range(0, things).mapToDouble(p -> products.share(p) * prices[p]).sum();
        balances = new long[people];
        for (int i = 0; i < people; i++) {
            double wants = orders * customers.share(i) * mean * MEAN_QUANTITY;
            balances[i] = Math.round(wants * random.nextDouble(0.8, 1.8));
        }
        stock = new long[things];
        for (int i = 0; i < things; i++) {
            double wanted = orders * products.share(i) * MEAN_QUANTITY;
            stock[i] = Math.round(wanted * random.nextDouble(0.8, 1.5));
        }
    }

    public int orders() {
        return orders;
    }

    public long seed() {
        return seed;
    }

    /** How many customers there are; they are numbered from 0. */
    public int customers() {
        return balances.length;
    }

    /** How many products there are; they are numbered from 0. */
    public int products() {
        return stock.length;
    }

    /** What that customer has at the beginning, in cents; nothing if nobody knows him. */
    public long openingBalance(int customer) {
        return customer < balances.length ? balances[customer] : 0;
    }

    /** How many of that product there are at the beginning; none if nobody knows it. */
    public long openingStock(int product) {
        return product < stock.length ? stock[product] : 0;
    }

    /** The group that a product belongs to, from 0. */
    public int group(int product) {
        return product % GROUPS;
    }

    /** The order with that number: the same whenever it is asked for. */
    public Order order(long id) {
        var random = new SplittableRandom(seed ^ (id + 1) * 0x9E3779B97F4A7C15L);
        int customer = customers.rank(random.nextDouble());
        int product = products.rank(random.nextDouble());
        int quantity = 1 + random.nextInt(MOST_OF_ONE);
        return new Order(id, customer, product, quantity, (long) quantity * prices[product]);
    }
}

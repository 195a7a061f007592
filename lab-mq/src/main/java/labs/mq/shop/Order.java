package labs.mq.shop;

/**
 * What a customer wants. When it was placed stands in the record that carries it: the record's
 * timestamp, in all topics.
 *
 * @param id its number; whoever sends it again uses the same
 * @param customer who pays
 * @param product what
 * @param quantity how many, above 0
 * @param cents for all of them together, not negative
 */
public record Order(long id, int customer, int product, int quantity, long cents) {
    /**
     * @throws IllegalArgumentException if it is not an order
     */
    public Order {
        if (id < 0 || customer < 0 || product < 0 || quantity < 1 || cents < 0) {
            throw new IllegalArgumentException(
                    "not an order: id %d, customer %d, product %d, quantity %d, cents %d"
                            .formatted(id, customer, product, quantity, cents));
        }
    }
}

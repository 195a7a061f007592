package labs.mq.shop;

import java.util.List;

/**
 * The names of the topics of one shop. All begin with the application's name, so that several shops
 * can live in one cluster.
 *
 * @param application the application's id, and the group's
 */
public record ShopTopics(String application) {
    /** Keyed by customer. An order may be there several times. */
    public String orders() {
        return application + "-orders";
    }

    /** Orders that were paid, keyed by product. */
    public String payments() {
        return application + "-payments";
    }

    /** Orders that were paid and can't be delivered, keyed by customer. */
    public String refunds() {
        return application + "-refunds";
    }

    /** How each order ended, keyed by order. */
    public String outcomes() {
        return application + "-outcomes";
    }

    /** What the customer is told, keyed by order. */
    public String notices() {
        return application + "-notices";
    }

    /** What could not be read. */
    public String deadLetters() {
        return application + "-dead-letters";
    }

    /** All of the above. */
    public List<String> all() {
        return List.of(orders(), payments(), refunds(), outcomes(), notices(), deadLetters());
    }

    /** Where Kafka Streams writes down each change of that store. */
    public String changelog(String store) {
        return application + "-" + store + "-changelog";
    }

    /** What was sold, keyed by group of products: made by Kafka Streams itself. */
    public String salesByGroup() {
        return application + "-" + ShopStores.SALES_BY_GROUP + "-repartition";
    }
}

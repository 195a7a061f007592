package labs.mq.shop;

import java.util.function.Predicate;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Grouped;
import org.apache.kafka.streams.kstream.KGroupedStream;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Materialized;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.kstream.Repartitioned;
import org.apache.kafka.streams.kstream.TimeWindows;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.WindowStore;

/** What is told about outcomes: to the customer, and to whoever looks at the figures. */
final class Statistics {
    private final Catalogue catalogue;
    private final ShopTopics topics;

    Statistics(Catalogue catalogue, ShopTopics topics) {
        this.catalogue = catalogue;
        this.topics = topics;
    }

    /**
     * Adds: a notice to {@link ShopTopics#notices} for each outcome, as {@link #notice}; and of
     * what was delivered, in cents by group of products, the sums of each window in {@link
     * ShopStores#REVENUE}, and what came too late for its window in {@link
     * ShopStores#LATE_REVENUE}. Both stores take Integer keys and Long values. No cent is in both,
     * and none in neither.
     */
    void addTo(StreamsBuilder builder) {
        // BEGIN SOLUTION
        KStream<Long, Outcome> outcomes =
                builder.stream(topics.outcomes(), Consumed.with(Serdes.Long(), ShopSerdes.OUTCOME));
        outcomes.mapValues(Statistics::notice)
                .to(topics.notices(), Produced.with(Serdes.Long(), Serdes.String()));
        KStream<Integer, Sale> sales = byGroup(outcomes);
        grouped(sales, sale -> !sale.isLate())
                .windowedBy(TimeWindows.ofSizeAndGrace(ShopTopology.WINDOW, ShopTopology.GRACE))
                .reduce(
                        Long::sum,
                        Materialized.<Integer, Long, WindowStore<Bytes, byte[]>>as(
                                        ShopStores.REVENUE)
                                .withKeySerde(Serdes.Integer())
                                .withValueSerde(Serdes.Long()));
        grouped(sales, Sale::isLate)
                .reduce(
                        Long::sum,
                        Materialized.<Integer, Long, KeyValueStore<Bytes, byte[]>>as(
                                        ShopStores.LATE_REVENUE)
                                .withKeySerde(Serdes.Integer())
                                .withValueSerde(Serdes.Long()));
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO mq-7: see README, part 7");
    }

    // BEGIN SOLUTION
    // The groups' sums need all sales of a group in one place; lateness is asked there, where the
    // windows are, for only there is known what they have seen.
    private KStream<Integer, Sale> byGroup(KStream<Long, Outcome> outcomes) {
        return outcomes.filter((id, outcome) -> outcome.verdict() == Verdict.DELIVERED)
                .map(
                        (id, outcome) ->
                                KeyValue.pair(
                                        catalogue.group(outcome.order().product()),
                                        outcome.order().cents()))
                .repartition(
                        Repartitioned.<Integer, Long>as(ShopStores.SALES_BY_GROUP)
                                .withKeySerde(Serdes.Integer())
                                .withValueSerde(Serdes.Long()))
                .processValues(Lateness::new, Named.as("lateness"), ShopStores.STREAM_TIME);
    }

    private static KGroupedStream<Integer, Long> grouped(
            KStream<Integer, Sale> sales, Predicate<Sale> which) {
        return sales.filter((group, sale) -> which.test(sale))
                .mapValues(Sale::cents)
                .groupByKey(Grouped.with(Serdes.Integer(), Serdes.Long()));
    }

    // END SOLUTION

    /** What a customer is told. */
    static String notice(Outcome outcome) {
        Order order = outcome.order();
        String what =
                switch (outcome.verdict()) {
                    case DELIVERED -> "is on its way, and cost";
                    case UNPAID -> "can't be paid; it would cost";
                    case REFUNDED -> "is out of stock; you have back";
                };
        return "Your order %d %s %d.%02d"
                .formatted(order.id(), what, order.cents() / 100, order.cents() % 100);
    }
}

package labs.mq.shop;

import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The second stage: takes what was paid from the stock, all of an order or nothing. What can be
 * delivered ends as {@link Verdict#DELIVERED} in {@value ShopTopology#ENDED} under its own number;
 * what can't goes to {@value ShopTopology#REFUSED} under its customer. What goes on keeps the time
 * of what came.
 */
final class Stock implements Processor<Integer, Order, Object, Object> {
    private final Catalogue catalogue;
    private ProcessorContext<Object, Object> context;
    private KeyValueStore<Integer, Long> stock;

    Stock(Catalogue catalogue) {
        this.catalogue = catalogue;
    }

    @Override
    public void init(ProcessorContext<Object, Object> context) {
        this.context = context;
        this.stock = context.getStateStore(ShopStores.STOCK);
    }

    @Override
    public void process(Record<Integer, Order> paid) {
        // BEGIN SOLUTION
        Order order = paid.value();
        long left = left(order.product());
        if (left < order.quantity()) {
            context.forward(paid.withKey(order.customer()), ShopTopology.REFUSED);
            return;
        }
        stock.put(order.product(), left - order.quantity());
        var outcome = new Outcome(order, Verdict.DELIVERED);
        context.forward(paid.withKey(order.id()).withValue(outcome), ShopTopology.ENDED);
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO mq-7: see README, part 7");
    }

    // BEGIN SOLUTION
    private long left(int product) {
        Long left = stock.get(product);
        return left == null ? catalogue.openingStock(product) : left;
    }
    // END SOLUTION
}

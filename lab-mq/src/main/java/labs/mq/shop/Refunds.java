package labs.mq.shop;

import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/**
 * The compensation: gives the money back, to the same accounts, and ends the order as {@link
 * Verdict#REFUNDED} in {@value ShopTopology#ENDED} under its own number. What goes on keeps the
 * time of what came.
 */
final class Refunds implements Processor<Integer, Order, Object, Object> {
    private final Catalogue catalogue;
    private ProcessorContext<Object, Object> context;
    private Accounts accounts;

    Refunds(Catalogue catalogue) {
        this.catalogue = catalogue;
    }

    @Override
    public void init(ProcessorContext<Object, Object> context) {
        this.context = context;
        this.accounts = new Accounts(context.getStateStore(ShopStores.ACCOUNTS), catalogue);
    }

    @Override
    public void process(Record<Integer, Order> refused) {
        // BEGIN SOLUTION
        Order order = refused.value();
        accounts.add(order.customer(), order.cents());
        var outcome = new Outcome(order, Verdict.REFUNDED);
        context.forward(refused.withKey(order.id()).withValue(outcome), ShopTopology.ENDED);
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO mq-7: see README, part 7");
    }
}

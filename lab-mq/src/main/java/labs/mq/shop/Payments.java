package labs.mq.shop;

import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The first stage: takes the money. An order that was decided before is dropped. One that can be
 * paid goes to the sink {@value ShopTopology#PAID} under its product; one that can't, as {@link
 * Verdict#UNPAID} to {@value ShopTopology#ENDED} under its own number. What goes on keeps the time
 * of what came.
 */
final class Payments implements Processor<Integer, Order, Object, Object> {
    private final Catalogue catalogue;
    private ProcessorContext<Object, Object> context;
    private KeyValueStore<Long, Boolean> decided;
    private Accounts accounts;

    Payments(Catalogue catalogue) {
        this.catalogue = catalogue;
    }

    @Override
    public void init(ProcessorContext<Object, Object> context) {
        this.context = context;
        this.decided = context.getStateStore(ShopStores.DECIDED);
        this.accounts = new Accounts(context.getStateStore(ShopStores.ACCOUNTS), catalogue);
    }

    @Override
    public void process(Record<Integer, Order> placed) {
        // BEGIN SOLUTION
        Order order = placed.value();
        if (decided.get(order.id()) != null) {
            return; // sent again: the first one counts
        }
        boolean isPaid = accounts.balance(order.customer()) >= order.cents();
        decided.put(order.id(), isPaid);
        if (isPaid) {
            accounts.add(order.customer(), -order.cents());
            context.forward(placed.withKey(order.product()), ShopTopology.PAID);
        } else {
            var outcome = new Outcome(order, Verdict.UNPAID);
            context.forward(placed.withKey(order.id()).withValue(outcome), ShopTopology.ENDED);
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO mq-7: see README, part 7");
    }
}

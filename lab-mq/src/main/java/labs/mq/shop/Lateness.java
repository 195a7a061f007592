package labs.mq.shop;

import org.apache.kafka.streams.processor.api.FixedKeyProcessor;
import org.apache.kafka.streams.processor.api.FixedKeyProcessorContext;
import org.apache.kafka.streams.processor.api.FixedKeyRecord;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Tells which sales come too late for their window. A window that would take late ones is closed
 * when the newest time that this partition has seen is at or behind its end plus the grace; what
 * comes for it after that is dropped without a word by the windowed aggregate. Here it gets a mark
 * instead, so that its money can be counted elsewhere. The newest time is in a store: the next life
 * of this partition begins where the last one stood.
 */
final class Lateness implements FixedKeyProcessor<Integer, Long, Sale> {
    private static final int NEWEST = 0; // the only key

    private FixedKeyProcessorContext<Integer, Sale> context;
    private KeyValueStore<Integer, Long> streamTime;

    @Override
    public void init(FixedKeyProcessorContext<Integer, Sale> context) {
        this.context = context;
        this.streamTime = context.getStateStore(ShopStores.STREAM_TIME);
    }

    @Override
    public void process(FixedKeyRecord<Integer, Long> sold) {
        // BEGIN SOLUTION
        Long before = streamTime.get(NEWEST);
        long newest = before == null ? sold.timestamp() : Math.max(before, sold.timestamp());
        streamTime.put(NEWEST, newest);
        context.forward(sold.withValue(new Sale(sold.value(), isClosed(sold, newest))));
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO mq-7: see README, part 7");
    }

    // BEGIN SOLUTION
    private static boolean isClosed(FixedKeyRecord<Integer, Long> sold, long newest) {
        long size = ShopTopology.WINDOW.toMillis();
        long end = sold.timestamp() - Math.floorMod(sold.timestamp(), size) + size;
        return end + ShopTopology.GRACE.toMillis() <= newest;
    }
    // END SOLUTION
}

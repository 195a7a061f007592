package labs.mq.shop;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/** Orders and outcomes as bytes: fixed fields, big-endian. */
public final class ShopSerdes {
    private static final int ORDER_BYTES = 28;

    /** Its deserializer throws {@link SerializationException} for what is not an order. */
    public static final Serde<Order> ORDER =
            Serdes.serdeFrom(
                    (topic, order) -> write(ByteBuffer.allocate(ORDER_BYTES), order).array(),
                    (topic, bytes) -> readOrder(bytes));

    /** Its deserializer throws {@link SerializationException} for what is not an outcome. */
    public static final Serde<Outcome> OUTCOME =
            Serdes.serdeFrom(
                    (topic, outcome) -> writeOutcome(outcome),
                    (topic, bytes) -> readOutcome(bytes));

    private ShopSerdes() {}

    private static ByteBuffer write(ByteBuffer out, Order order) {
        return out.putLong(order.id())
                .putInt(order.customer())
                .putInt(order.product())
                .putInt(order.quantity())
                .putLong(order.cents());
    }

    private static byte[] writeOutcome(Outcome outcome) {
        return write(ByteBuffer.allocate(ORDER_BYTES + 1), outcome.order())
                .put((byte) outcome.verdict().ordinal())
                .array();
    }

    private static Order readOrder(byte[] bytes) {
        return read(ByteBuffer.wrap(bytes), ORDER_BYTES);
    }

    private static Outcome readOutcome(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        Order order = read(in, ORDER_BYTES + 1);
        int verdict = in.get();
        if (verdict < 0 || verdict >= Verdict.values().length) {
            throw new SerializationException("no verdict has the number " + verdict);
        }
        return new Outcome(order, Verdict.values()[verdict]);
    }

    private static Order read(ByteBuffer in, int bytes) {
        if (in.remaining() != bytes) {
            throw new SerializationException(
                    "expected " + bytes + " bytes, but there are " + in.remaining());
        }
        try {
            return new Order(in.getLong(), in.getInt(), in.getInt(), in.getInt(), in.getLong());
        } catch (IllegalArgumentException | BufferUnderflowException e) {
            throw new SerializationException(e.getMessage(), e);
        }
    }
}

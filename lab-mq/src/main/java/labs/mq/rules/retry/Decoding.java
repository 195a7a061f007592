package labs.mq.rules.retry;

import labs.mq.rules.MessageHandler;
import labs.mq.rules.PoisonMessageException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;

/**
 * Decodes a message's value and hands it on. Whatever the decoder throws, the bytes are what they
 * are: trying again is of no use. Thread-safe if the other two are.
 */
public final class Decoding<T> implements MessageHandler {
    /** From bytes to a value; throws what it likes when they are none. */
    @FunctionalInterface
    public interface Decoder<T> {
        T decode(byte[] bytes);
    }

    /** What is done with the value. */
    @FunctionalInterface
    public interface ValueHandler<T> {
        void handle(byte[] key, T value, Headers headers) throws InterruptedException;
    }

    private final Decoder<T> decoder;
    private final ValueHandler<T> handler;

    public Decoding(Decoder<T> decoder, ValueHandler<T> handler) {
        this.decoder = decoder;
        this.handler = handler;
    }

    /**
     * @throws PoisonMessageException when there is no value or it cannot be decoded
     * @throws RuntimeException what the handler threw, as it is: that may do better later
     */
    @Override
    public void handle(ConsumerRecord<byte[], byte[]> message) throws InterruptedException {
        // BEGIN SOLUTION
        handler.handle(message.key(), decode(message.value()), message.headers());
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO mq-6: see README, part 6");
    }

    // BEGIN SOLUTION
    private T decode(byte[] value) {
        if (value == null) {
            throw new PoisonMessageException("a message without a value");
        }
        try {
            return decoder.decode(value);
        } catch (RuntimeException e) {
            throw new PoisonMessageException("cannot be decoded: " + e, e);
        }
    }
    // END SOLUTION
}

package labs.mq.rules;

import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * What is done with a message. It gets bytes: what cannot be decoded has to fail here, in the
 * handler, where a message can be put aside, and not inside of poll, which would stay at it.
 */
@FunctionalInterface
public interface MessageHandler {
    /**
     * Does it: at least once for each message.
     *
     * @throws PoisonMessageException when trying again is of no use
     * @throws RuntimeException when it may do better later
     */
    void handle(ConsumerRecord<byte[], byte[]> message) throws InterruptedException;
}

package labs.mq.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import labs.mq.queue.Delivery;
import labs.mq.queue.LocalQueue;
import labs.mq.queue.MessageQueue;
import labs.mq.queue.QueueOptions;

/** This chapter's queue. */
final class OurQueue implements ClassicQueue {
    private static final Duration WAIT = Duration.ofSeconds(1);

    private final MessageQueue queue;

    OurQueue(Path directory, boolean sync) throws IOException {
        QueueOptions defaults = QueueOptions.DEFAULT;
        var options =
                new QueueOptions(
                        defaults.visibility(), defaults.deliveries(), defaults.capacity(), sync);
        queue = LocalQueue.durable(directory.resolve("queue"), options);
    }

    @Override
    public Producer producer() {
        return new Producer() {
            @Override
            public void put(byte[] body) throws IOException {
                queue.put(body);
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public Consumer consumer() {
        return new Consumer() {
            @Override
            public byte[] takeAndAck() throws IOException, InterruptedException {
                Optional<Delivery> delivery = queue.take(WAIT);
                if (delivery.isEmpty()) {
                    return null;
                }
                if (!queue.ack(delivery.get())) {
                    throw new IllegalStateException("the acknowledgement came too late");
                }
                return delivery.get().body();
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public void close() throws IOException {
        queue.close();
    }
}

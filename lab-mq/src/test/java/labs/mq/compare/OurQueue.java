package labs.mq.compare;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import labs.mq.artemis.Scratch;
import labs.mq.queue.Delivery;
import labs.mq.queue.LocalQueue;
import labs.mq.queue.QueueOptions;

/** This chapter's queue, durable. */
final class OurQueue implements MessageSystem {
    private final Scratch directory = Scratch.create("compare");
    private int destinations;

    @Override
    public String name() {
        return "our queue";
    }

    @Override
    public Destination open() throws Exception {
        Path file = directory.path().resolve("queue-" + destinations++);
        var options = QueueOptions.DEFAULT.withDeliveries(Question.ATTEMPTS);
        return new Queue(LocalQueue.durable(file, options));
    }

    private record Queue(LocalQueue queue) implements Destination {
        @Override
        public Duration silence() {
            return Duration.ofMillis(500);
        }

        @Override
        public void send(String body, int priority, Duration delay) throws Exception {
            queue.put(body.getBytes(StandardCharsets.UTF_8), priority, delay);
        }

        @Override
        public Receiver receiver(String group) {
            return new Consumer(queue);
        }

        @Override
        public void close() throws Exception {
            queue.close();
        }
    }

    private static final class Consumer implements Receiver {
        private final LocalQueue queue;
        private final Set<Delivery> inHand = new LinkedHashSet<>();

        Consumer(LocalQueue queue) {
            this.queue = queue;
        }

        @Override
        public Optional<Received> receive(Duration wait) throws Exception {
            Optional<Delivery> taken = queue.take(wait);
            taken.ifPresent(inHand::add);
            return taken.map(
                    delivery ->
                            new Received(
                                    new String(delivery.body(), StandardCharsets.UTF_8), delivery));
        }

        @Override
        public void finish(Received message) throws Exception {
            inHand.remove((Delivery) message.token());
            queue.ack((Delivery) message.token());
        }

        @Override
        public void refuse(Received message) throws Exception {
            inHand.remove((Delivery) message.token());
            queue.nack((Delivery) message.token());
        }

        /** What a consumer leaves behind would come back when its visibility is over. */
        @Override
        public void close() throws Exception {
            for (Delivery delivery : inHand) {
                queue.nack(delivery);
            }
        }
    }

    @Override
    public void close() {
        directory.close();
    }
}

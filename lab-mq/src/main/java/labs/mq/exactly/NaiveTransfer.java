package labs.mq.exactly;

import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * What everybody writes first: send, flush, commit. Idempotent and with {@code acks=all}, and still
 * each death between the first send and the commit doubles what was sent. For one thread.
 */
final class NaiveTransfer implements Transfer {
    private final TransferSettings settings;
    private final Transform transform;
    private final Producer<String, String> producer;
    private final Consumer<String, String> consumer;

    NaiveTransfer(TransferSettings settings, Transform transform) {
        this.settings = settings;
        this.transform = transform;
        this.producer = new KafkaProducer<>(settings.plainProducer());
        var options = settings.plainConsumer();
        options.put("group.instance.id", settings.application() + "-" + settings.worker());
        options.put("enable.auto.commit", "false");
        options.put("auto.offset.reset", "earliest");
        this.consumer = new KafkaConsumer<>(options);
        consumer.subscribe(List.of(settings.input()));
    }

    @Override
    public int step() {
        ConsumerRecords<String, String> records = consumer.poll(Duration.ofMillis(200));
        for (ConsumerRecord<String, String> record : records) {
            for (String value : transform.apply(record)) {
                producer.send(new ProducerRecord<>(settings.output(), record.key(), value));
            }
        }
        producer.flush();
        consumer.commitSync();
        return records.count();
    }

    @Override
    public void close() {
        try (consumer) {
            producer.close();
        }
    }
}

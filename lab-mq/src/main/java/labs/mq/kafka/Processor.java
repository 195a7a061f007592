package labs.mq.kafka;

import org.apache.kafka.clients.consumer.ConsumerRecord;

/** The work that is done for each record. What it throws ends the loop; the record stays undone. */
@FunctionalInterface
public interface Processor {
    void process(ConsumerRecord<String, String> record);
}

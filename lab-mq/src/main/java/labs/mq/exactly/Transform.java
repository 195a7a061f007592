package labs.mq.exactly;

import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * What becomes of a record: values, which are written under its key. It may be asked again for the
 * same record, so it should do nothing else.
 */
@FunctionalInterface
public interface Transform {
    List<String> apply(ConsumerRecord<String, String> record);
}

package labs.mq.kafka;

import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;

/** Reads a {@link Fate} from what the client reports. */
final class Fates {
    private Fates() {}

    /**
     * What the callback of a send says.
     *
     * @param at where it is; without an offset when the broker was not asked ({@code acks=0})
     * @param error null when there was none
     * @param isHandedOver whether the client had taken the record into a batch before it failed
     */
    static Fate of(RecordMetadata at, Exception error, boolean isHandedOver) {
        // BEGIN SOLUTION
        if (error == null) {
            return at.hasOffset()
                    ? new Fate.Acknowledged(at.partition(), at.offset())
                    : new Fate.Unknown(new IllegalStateException("acks=0: nobody answered"));
        }
        return !isHandedOver || isRefusal(error) ? new Fate.Failed(error) : new Fate.Unknown(error);
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO mq-4: see README, part 4");
    }

    // BEGIN SOLUTION
    // A refusal is what every attempt would have met. All else may follow on an attempt that was
    // written and whose answer was lost.
    private static boolean isRefusal(Exception error) {
        return error instanceof RecordTooLargeException
                || error instanceof InvalidTopicException
                || error instanceof InvalidRecordException
                || error instanceof SerializationException
                || error instanceof AuthorizationException;
    }
    // END SOLUTION
}

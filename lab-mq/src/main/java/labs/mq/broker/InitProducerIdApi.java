package labs.mq.broker;

import static java.util.concurrent.CompletableFuture.completedFuture;

import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.message.InitProducerIdRequestData;
import org.apache.kafka.common.message.InitProducerIdResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gives idempotent producers their ids. There are no transactions here. */
final class InitProducerIdApi implements Api<InitProducerIdRequestData> {
    private static final Logger LOG = LoggerFactory.getLogger(InitProducerIdApi.class);

    // Never the same again, also after a restart: a clock in microseconds runs ahead of a count.
    private final AtomicLong next = new AtomicLong(System.currentTimeMillis() * 1000);

    @Override
    public ApiKeys key() {
        return ApiKeys.INIT_PRODUCER_ID;
    }

    @Override
    public short newest() {
        return 4;
    }

    @Override
    public CompletionStage<InitProducerIdResponseData> answer(
            Request request, InitProducerIdRequestData body) {
        // BEGIN SOLUTION
        var response = new InitProducerIdResponseData();
        if (body.transactionalId() != null) {
            // A final error: at one that may pass the producer would ask for minutes.
            LOG.warn("producer {} wants transactions, which there are not", body.transactionalId());
            return completedFuture(response.setErrorCode(Errors.INVALID_REQUEST.code()));
        }
        return completedFuture(
                response.setProducerId(next.getAndIncrement()).setProducerEpoch((short) 0));
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO mq-3: see README, part 3");
    }
}

package labs.mq.broker;

import static java.util.concurrent.CompletableFuture.completedFuture;

import java.util.concurrent.CompletionStage;
import labs.mq.transaction.ProducerIdentity;
import labs.mq.transaction.ProducerIds;
import labs.mq.transaction.TransactionCoordinator;
import labs.mq.transaction.TransactionException;
import org.apache.kafka.common.message.InitProducerIdRequestData;
import org.apache.kafka.common.message.InitProducerIdResponseData;
import org.apache.kafka.common.protocol.ApiKeys;

/** Gives producers their ids: new ones, or with a transactional id the same in each life. */
final class InitProducerIdApi implements Api<InitProducerIdRequestData> {
    private static final int FENCED = 4; // the version from which clients know that error

    private final ProducerIds ids;
    private final TransactionCoordinator transactions;

    InitProducerIdApi(ProducerIds ids, TransactionCoordinator transactions) {
        this.ids = ids;
        this.transactions = transactions;
    }

    @Override
    public ApiKeys key() {
        return ApiKeys.INIT_PRODUCER_ID;
    }

    @Override
    public short newest() {
        return 4; // from 5 on a client may be told to abort where it is told now that it cannot go
        // on
    }

    @Override
    public CompletionStage<InitProducerIdResponseData> answer(
            Request request, InitProducerIdRequestData body) {
        var response = new InitProducerIdResponseData();
        try {
            ProducerIdentity producer = identity(body);
            response.setProducerId(producer.id()).setProducerEpoch(producer.epoch());
        } catch (TransactionException e) {
            response.setErrorCode(TransactionApis.error(e, request.version() >= FENCED).code());
        }
        return completedFuture(response);
    }

    private ProducerIdentity identity(InitProducerIdRequestData body) {
        // BEGIN SOLUTION
        if (body.transactionalId() == null) {
            return new ProducerIdentity(ids.next(), (short) 0);
        }
        var before = new ProducerIdentity(body.producerId(), body.producerEpoch());
        return transactions.init(body.transactionalId(), body.transactionTimeoutMs(), before);
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO mq-3: see README, part 3");
    }
}

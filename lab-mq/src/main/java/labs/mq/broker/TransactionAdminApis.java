package labs.mq.broker;

import static java.util.concurrent.CompletableFuture.completedFuture;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import labs.mq.transaction.Transaction;
import labs.mq.transaction.TransactionCoordinator;
import labs.mq.transaction.TransactionState;
import org.apache.kafka.common.message.DescribeTransactionsRequestData;
import org.apache.kafka.common.message.DescribeTransactionsResponseData;
import org.apache.kafka.common.message.DescribeTransactionsResponseData.TopicData;
import org.apache.kafka.common.message.ListTransactionsRequestData;
import org.apache.kafka.common.message.ListTransactionsResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;

/** What an administrator asks of transactions, on the wire. */
final class TransactionAdminApis {
    private final TransactionCoordinator transactions;

    TransactionAdminApis(TransactionCoordinator transactions) {
        this.transactions = transactions;
    }

    List<Api<?>> all() {
        return List.of(
                Api.of(ApiKeys.LIST_TRANSACTIONS, 2, this::list),
                Api.of(ApiKeys.DESCRIBE_TRANSACTIONS, 0, this::describe));
    }

    private CompletionStage<ListTransactionsResponseData> list(
            Request request, ListTransactionsRequestData body) {
        List<String> known =
                Arrays.stream(TransactionState.values()).map(TransactionState::title).toList();
        var response = new ListTransactionsResponseData();
        response.setUnknownStateFilters(
                body.stateFilters().stream().filter(state -> !known.contains(state)).toList());
        try {
            response.setTransactionStates(
                    transactions.all().stream()
                            .filter(it -> isWanted(it, body))
                            .map(TransactionAdminApis::listed)
                            .toList());
        } catch (PatternSyntaxException e) {
            response.setErrorCode(Errors.INVALID_REGULAR_EXPRESSION.code());
        }
        return completedFuture(response);
    }

    private static boolean isWanted(Transaction it, ListTransactionsRequestData body) {
        return (body.stateFilters().isEmpty() || body.stateFilters().contains(it.state().title()))
                && (body.producerIdFilters().isEmpty()
                        || body.producerIdFilters().contains(it.producer().id()))
                && isAsOld(it, body.durationFilter())
                && matches(it.id(), body.transactionalIdPattern());
    }

    private static boolean isAsOld(Transaction it, long millis) {
        return millis < 0
                || it.startedAt() >= 0 && System.currentTimeMillis() - it.startedAt() > millis;
    }

    private static boolean matches(String id, String pattern) {
        return pattern == null || pattern.isEmpty() || Pattern.matches(pattern, id);
    }

    private static ListTransactionsResponseData.TransactionState listed(Transaction it) {
        return new ListTransactionsResponseData.TransactionState()
                .setTransactionalId(it.id())
                .setProducerId(it.producer().id())
                .setTransactionState(it.state().title());
    }

    private CompletionStage<DescribeTransactionsResponseData> describe(
            Request request, DescribeTransactionsRequestData body) {
        return completedFuture(
                new DescribeTransactionsResponseData()
                        .setTransactionStates(
                                body.transactionalIds().stream().map(this::describeOne).toList()));
    }

    private DescribeTransactionsResponseData.TransactionState describeOne(String id) {
        var described = new DescribeTransactionsResponseData.TransactionState();
        described.setTransactionalId(id);
        Transaction it = transactions.find(id);
        if (it == null) {
            return described.setErrorCode(Errors.TRANSACTIONAL_ID_NOT_FOUND.code());
        }
        described
                .setTransactionState(it.state().title())
                .setTransactionTimeoutMs((int) it.timeout().toMillis())
                .setTransactionStartTimeMs(it.startedAt())
                .setProducerId(it.producer().id())
                .setProducerEpoch(it.producer().epoch());
        it.partitions()
                .forEach(where -> partitionsOf(described, where.topic()).add(where.partition()));
        return described;
    }

    private static List<Integer> partitionsOf(
            DescribeTransactionsResponseData.TransactionState described, String topic) {
        TopicData of = described.topics().find(topic);
        if (of == null) {
            of = new TopicData().setTopic(topic);
            described.topics().add(of);
        }
        return of.partitions();
    }
}

package labs.mq.broker;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import labs.mq.log.LogSlice;
import labs.mq.log.OffsetOutOfRangeException;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.FetchRequestData;
import org.apache.kafka.common.message.FetchRequestData.FetchPartition;
import org.apache.kafka.common.message.FetchRequestData.FetchTopic;
import org.apache.kafka.common.message.FetchResponseData;
import org.apache.kafka.common.message.FetchResponseData.AbortedTransaction;
import org.apache.kafka.common.message.FetchResponseData.FetchableTopicResponse;
import org.apache.kafka.common.message.FetchResponseData.PartitionData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.MemoryRecords;

/**
 * Hands out what consumers ask for; if it is less than they want, waits for more, up to the time
 * that they give.
 */
final class FetchApi implements Api<FetchRequestData> {
    private final Topics topics;

    FetchApi(Topics topics) {
        this.topics = topics;
    }

    @Override
    public ApiKeys key() {
        return ApiKeys.FETCH;
    }

    @Override
    public short newest() {
        return 17; // from 13 on topics have ids instead of names
    }

    @Override
    public CompletionStage<FetchResponseData> answer(Request request, FetchRequestData body) {
        // BEGIN SOLUTION
        body.topics().forEach(this::name);
        var fetch = new Fetch(body);
        return fetch.tryNow() ? fetch.answer : fetch.waitForMore();
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO mq-3: see README, part 3");
    }

    // BEGIN SOLUTION
    /** Later versions say its id only; one that is not known has no name then, and no partition. */
    private void name(FetchTopic topic) {
        if (!topic.topicId().equals(Uuid.ZERO_UUID)) {
            String name = topics.name(topic.topicId());
            topic.setTopic(name == null ? "" : name);
        }
    }

    /** One request, which may have to wait. */
    private final class Fetch {
        final FetchRequestData request;
        final CompletableFuture<FetchResponseData> answer = new CompletableFuture<>();
        private final AtomicBoolean answered = new AtomicBoolean();
        private final Runnable look = this::look;

        Fetch(FetchRequestData request) {
            this.request = request;
        }

        boolean tryNow() {
            if (available() >= request.minBytes() || request.maxWaitMs() <= 0) {
                finish();
                return true;
            }
            return false;
        }

        CompletionStage<FetchResponseData> waitForMore() {
            List<Partition> partitions = partitions();
            partitions.forEach(partition -> partition.watch(look));
            CompletableFuture<Void> timeout =
                    new CompletableFuture<Void>()
                            .completeOnTimeout(null, request.maxWaitMs(), TimeUnit.MILLISECONDS);
            timeout.thenRunAsync(this::finish);
            answer.whenComplete( // also when it was cancelled, since the connection is gone
                    (response, failure) -> {
                        partitions.forEach(partition -> partition.unwatch(look));
                        timeout.cancel(false);
                    });
            look(); // something may have come before we watched
            return answer;
        }

        /** Run by those who append: whatever fails here must not fail them. */
        private void look() {
            try {
                if (available() >= request.minBytes()) {
                    finish();
                }
            } catch (RuntimeException e) {
                answer.completeExceptionally(e);
            }
        }

        private void finish() {
            if (answered.compareAndSet(false, true)) {
                try {
                    FetchResponseData response = respond(request);
                    if (!answer.complete(response)) {
                        release(response); // cancelled meanwhile: nobody will write it
                    }
                } catch (RuntimeException e) {
                    answer.completeExceptionally(e);
                }
            }
        }

        private List<Partition> partitions() {
            var found = new ArrayList<Partition>();
            for (FetchTopic topic : request.topics()) {
                for (FetchPartition wanted : topic.partitions()) {
                    Partition partition = topics.find(topic.topic(), wanted.partition());
                    if (partition != null) {
                        found.add(partition);
                    }
                }
            }
            return found;
        }

        /** About how many bytes there are; an error counts as enough: it is to be told at once. */
        private long available() {
            long bytes = 0;
            for (FetchTopic topic : request.topics()) {
                for (FetchPartition wanted : topic.partitions()) {
                    bytes += available(topics.find(topic.topic(), wanted.partition()), wanted);
                }
            }
            return bytes;
        }

        private long available(Partition partition, FetchPartition wanted) {
            if (partition == null) {
                return Integer.MAX_VALUE;
            }
            boolean isUndecided =
                    isCommittedOnly(request) && wanted.fetchOffset() >= partition.lastStable();
            return isUndecided && wanted.fetchOffset() <= partition.log().end()
                    ? 0
                    : partition.log().bytesFrom(wanted.fetchOffset());
        }
    }

    /** Lets go of the files of an answer that nobody writes. */
    private static void release(FetchResponseData response) {
        for (FetchableTopicResponse topic : response.responses()) {
            for (PartitionData data : topic.partitions()) {
                if (data.records() instanceof SliceRecords records) {
                    records.slice().close();
                }
            }
        }
    }

    private FetchResponseData respond(FetchRequestData request) {
        var response = new FetchResponseData();
        int left = request.maxBytes();
        for (FetchTopic topic : request.topics()) {
            var answer =
                    new FetchableTopicResponse()
                            .setTopic(topic.topic())
                            .setTopicId(topic.topicId());
            for (FetchPartition wanted : topic.partitions()) {
                PartitionData data = read(topic.topic(), wanted, left, isCommittedOnly(request));
                left -= data.records().sizeInBytes();
                answer.partitions().add(data);
            }
            response.responses().add(answer);
        }
        return response;
    }

    private static boolean isCommittedOnly(FetchRequestData request) {
        return request.isolationLevel() == IsolationLevel.READ_COMMITTED.id();
    }

    private PartitionData read(
            String topic, FetchPartition wanted, int left, boolean committedOnly) {
        var data =
                new PartitionData()
                        .setPartitionIndex(wanted.partition())
                        .setHighWatermark(-1)
                        .setRecords(MemoryRecords.EMPTY);
        Partition partition = topics.find(topic, wanted.partition());
        if (partition == null) {
            boolean isIdUnknown = topic.isEmpty();
            return data.setErrorCode(
                    (isIdUnknown ? Errors.UNKNOWN_TOPIC_ID : Errors.UNKNOWN_TOPIC_OR_PARTITION)
                            .code());
        }
        long stable = partition.lastStable(); // first: what is decided later is not missed then
        data.setHighWatermark(partition.log().end());
        data.setLastStableOffset(stable);
        data.setLogStartOffset(partition.log().start());
        if (left <= 0) {
            return data; // the others have filled the answer
        }
        try {
            int most = Math.min(left, wanted.partitionMaxBytes());
            long limit = committedOnly ? stable : Long.MAX_VALUE;
            LogSlice slice = partition.log().read(wanted.fetchOffset(), most, limit);
            if (committedOnly) {
                data.setAbortedTransactions(
                        aborted(partition, wanted.fetchOffset(), slice, stable));
            }
            return slice.length() == 0 ? data : data.setRecords(new SliceRecords(slice));
        } catch (OffsetOutOfRangeException e) {
            return data.setErrorCode(Errors.OFFSET_OUT_OF_RANGE.code());
        } catch (IOException e) {
            return data.setErrorCode(Errors.KAFKA_STORAGE_ERROR.code());
        }
    }

    /** Those whose records the reader has to pass over. */
    private static List<AbortedTransaction> aborted(
            Partition partition, long from, LogSlice slice, long stable) {
        return partition.log().aborted().between(from, Math.min(stable, slice.before())).stream()
                .map(
                        it ->
                                new AbortedTransaction()
                                        .setProducerId(it.producerId())
                                        .setFirstOffset(it.firstOffset()))
                .toList();
    }

    // END SOLUTION
}

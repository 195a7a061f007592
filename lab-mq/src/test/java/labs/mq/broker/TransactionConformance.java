package labs.mq.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.junit.jupiter.api.Test;

/** What producers with transactions, and readers of committed records, expect of a broker. */
abstract class TransactionConformance extends ConformanceFixture {
    private KafkaProducer<String, String> transactional(String name) {
        return transactional(name, Map.of());
    }

    private KafkaProducer<String, String> transactional(String name, Map<String, Object> more) {
        var settings = new HashMap<String, Object>(more);
        settings.put("transactional.id", name + "-" + topic);
        KafkaProducer<String, String> producer = producer(settings);
        producer.initTransactions();
        return producer;
    }

    private void send(KafkaProducer<String, String> producer, int from, int to) {
        for (int i = from; i < to; i++) {
            producer.send(new ProducerRecord<>(topic, 0, "k" + i, "v" + i));
        }
        producer.flush();
    }

    private List<String> committed() {
        return seen("read_committed", 0);
    }

    private List<String> written() {
        return seen("read_uncommitted", 0);
    }

    /** What a reader sees from that offset on up to what is the end for it. */
    private List<String> seen(String isolation, long from) {
        var records = new ArrayList<String>();
        try (KafkaConsumer<String, String> consumer =
                consumer(Map.of("isolation.level", isolation))) {
            consumer.assign(List.of(first));
            long end = consumer.endOffsets(List.of(first)).get(first);
            consumer.seek(first, from);
            long deadline = System.nanoTime() + LONG.toNanos();
            while (consumer.position(first) < end) {
                assertThat(System.nanoTime()).as("read up to %s", end).isLessThan(deadline);
                for (ConsumerRecord<String, String> it : consumer.poll(Duration.ofMillis(100))) {
                    records.add(it.value());
                }
            }
        }
        return records;
    }

    @Test
    void shouldShowATransactionOnlyOnceItIsCommitted() throws Exception {
        create(1);
        try (var producer = transactional("one")) {
            producer.beginTransaction();
            send(producer, 0, 10);
            assertThat(committed()).as("before the commit").isEmpty();
            assertThat(written()).isEqualTo(numbers(0, 10));
            producer.commitTransaction();
            await().atMost(LONG).until(() -> committed().size() == 10);
        }
        assertThat(committed()).isEqualTo(numbers(0, 10));
    }

    @Test
    void shouldNeverShowATransactionThatIsAborted() throws Exception {
        create(1);
        try (var producer = transactional("one")) {
            producer.beginTransaction();
            send(producer, 0, 10);
            producer.abortTransaction();
            producer.beginTransaction();
            send(producer, 10, 20);
            producer.commitTransaction();
        }
        await().atMost(LONG).until(() -> committed().size() == 10);
        assertThat(committed()).isEqualTo(numbers(10, 20));
        assertThat(written()).as("the log keeps them").isEqualTo(numbers(0, 20));
    }

    /** Until the oldest open transaction is decided, nobody knows in which order to read on. */
    @Test
    void shouldHoldReadersOfCommittedRecordsAtTheOldestOpenTransaction() throws Exception {
        create(1);
        try (var open = transactional("open");
                var done = transactional("done")) {
            produce(Map.of(), 0, 5);
            open.beginTransaction();
            send(open, 5, 6);
            done.beginTransaction();
            send(done, 6, 10);
            done.commitTransaction();
            produce(Map.of(), 10, 12);
            assertThat(committed()).isEqualTo(numbers(0, 5));
            var latest = Map.of(first, OffsetSpec.latest());
            assertThat(admin.listOffsets(latest).partitionResult(first).get().offset())
                    .as("seven more, and a marker")
                    .isEqualTo(13);
            open.abortTransaction();
        }
        await().atMost(LONG).until(() -> committed().size() > 5);
        var expected = new ArrayList<>(numbers(0, 5));
        expected.addAll(numbers(6, 12));
        assertThat(committed()).isEqualTo(expected);
    }

    @Test
    void shouldWakeAReaderThatWaitsForTheCommit() throws Exception {
        create(1);
        try (var producer = transactional("one");
                var consumer =
                        consumer(
                                Map.of(
                                        "isolation.level", "read_committed",
                                        "fetch.max.wait.ms", "20000"))) {
            consumer.assign(List.of(first));
            consumer.seekToBeginning(List.of(first));
            producer.beginTransaction();
            send(producer, 0, 3);
            assertThat(consumer.poll(Duration.ofMillis(500)).count()).isZero();
            producer.commitTransaction();
            assertThat(consumer.poll(Duration.ofSeconds(15)).count())
                    .as("it was waiting for 20 s")
                    .isPositive();
            consumer.close(CloseOptions.timeout(Duration.ZERO)); // its next fetch waits as long
        }
    }

    @Test
    void shouldFenceTheFormerOfTwoProducersOfOneId() throws Exception {
        create(1);
        try (var former = transactional("one")) {
            former.beginTransaction();
            send(former, 0, 5);
            try (var next = transactional("one")) {
                next.beginTransaction();
                send(next, 5, 10);
                assertThatThrownBy(
                                () -> {
                                    former.send(new ProducerRecord<>(topic, 0, "k", "zombie"));
                                    former.commitTransaction();
                                })
                        .isInstanceOf(KafkaException.class);
                assertThatThrownBy(former::abortTransaction)
                        .isInstanceOf(ProducerFencedException.class);
                next.commitTransaction();
            }
        }
        await().atMost(LONG).until(() -> committed().size() >= 5);
        assertThat(committed()).isEqualTo(numbers(5, 10));
        assertThat(written()).doesNotContain("zombie");
    }

    @Test
    void shouldCommitOffsetsWithTheTransactionOrNotAtAll() throws Exception {
        create(1);
        produce(Map.of(), 0, 10);
        String group = "group-" + topic;
        try (var producer = transactional("one");
                var consumer = consumer(Map.of("group.id", group))) {
            consumer.subscribe(List.of(topic));
            read(consumer, 10);
            producer.beginTransaction();
            producer.sendOffsetsToTransaction(
                    Map.of(first, new OffsetAndMetadata(4)), consumer.groupMetadata());
            producer.abortTransaction();
            assertThat(consumer.committed(Set.of(first)).get(first)).isNull();

            producer.beginTransaction();
            producer.sendOffsetsToTransaction(
                    Map.of(first, new OffsetAndMetadata(7, "noted")), consumer.groupMetadata());
            assertThat(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get())
                    .as("a look that does not wait for what is undecided")
                    .isEmpty();
            producer.commitTransaction();
            assertThat(consumer.committed(Set.of(first)).get(first))
                    .isEqualTo(new OffsetAndMetadata(7, "noted"));
        }
    }

    @Test
    void shouldRefuseOffsetsOfAMemberThatIsOut() throws Exception {
        create(1);
        produce(Map.of(), 0, 10);
        try (var producer = transactional("one");
                var consumer = consumer(Map.of("group.id", "group-" + topic))) {
            consumer.subscribe(List.of(topic));
            read(consumer, 10);
            var member = consumer.groupMetadata();
            consumer.unsubscribe(); // it leaves
            producer.beginTransaction();
            assertThatThrownBy(
                            () -> {
                                producer.sendOffsetsToTransaction(
                                        Map.of(first, new OffsetAndMetadata(4)), member);
                                producer.commitTransaction();
                            })
                    .hasStackTraceContaining("CommitFailedException");
            producer.abortTransaction();
        }
    }

    @Test
    void shouldAbortATransactionWhoseTimeIsOver() throws Exception {
        create(1);
        try (var slow = transactional("slow", Map.of("transaction.timeout.ms", "1000"))) {
            slow.beginTransaction();
            send(slow, 0, 5);
            produce(Map.of(), 5, 10);
            await().atMost(LONG).until(() -> committed().size() == 5);
            assertThat(committed()).isEqualTo(numbers(5, 10));
            assertThatThrownBy(slow::commitTransaction).isInstanceOf(KafkaException.class);
        }
        assertThatThrownBy(() -> transactional("long", Map.of("transaction.timeout.ms", 900_001)))
                .hasStackTraceContaining("timeout is larger than the maximum value");
    }

    /** Three producers at once in one partition, and readers that begin anywhere. */
    @Test
    void shouldShowEachReaderTheSameWhereverItBegins() throws Exception {
        create(1);
        var random = new Random(42);
        var expected = new ArrayList<String>();
        try (var a = transactional("a");
                var b = transactional("b")) {
            for (int i = 0; i < 40; i++) {
                interleave(List.of(a, b), random, 100 * i, expected);
            }
        }
        await().atMost(LONG).until(() -> committed().size() == expected.size());
        List<String> all = committed();
        assertThat(all).containsExactlyInAnyOrderElementsOf(expected);
        long end = 0;
        try (var consumer = consumer(Map.of())) {
            end = consumer.endOffsets(List.of(first)).get(first);
        }
        for (long from = 0; from < end; from += 1 + random.nextInt(40)) {
            List<String> rest = seen("read_committed", from);
            assertThat(rest)
                    .as("from offset %s on", from)
                    .isEqualTo(all.subList(all.size() - rest.size(), all.size()));
        }
    }

    private void interleave(
            List<KafkaProducer<String, String>> producers,
            Random random,
            int number,
            List<String> expected) {
        producers.forEach(KafkaProducer::beginTransaction);
        var sent = List.of(new ArrayList<String>(), new ArrayList<String>());
        for (int i = 0; i < 6; i++) {
            int which = random.nextInt(2);
            send(producers.get(which), number + i, number + i + 1);
            sent.get(which).add("v" + (number + i));
        }
        for (int which = 0; which < 2; which++) {
            if (random.nextBoolean()) {
                producers.get(which).commitTransaction();
                expected.addAll(sent.get(which));
            } else {
                producers.get(which).abortTransaction();
            }
        }
    }

    @Test
    void shouldWriteToManyPartitionsOrNone() throws Exception {
        create(4);
        try (var producer = transactional("one")) {
            for (boolean commit : List.of(false, true)) {
                producer.beginTransaction();
                for (int i = 0; i < 40; i++) {
                    producer.send(new ProducerRecord<>(topic, i % 4, "k", "v" + commit));
                }
                if (commit) {
                    producer.commitTransaction();
                } else {
                    producer.flush();
                    producer.abortTransaction();
                }
            }
        }
        try (var consumer = consumer(Map.of("isolation.level", "read_committed"))) {
            var partitions =
                    List.of(0, 1, 2, 3).stream().map(i -> new TopicPartition(topic, i)).toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            assertThat(read(consumer, 40))
                    .extracting(ConsumerRecord::value)
                    .containsOnly("vtrue")
                    .hasSize(40);
        }
    }

    @Test
    void shouldDescribeTransactions() throws Exception {
        create(1);
        try (var producer = transactional("one")) {
            producer.beginTransaction();
            send(producer, 0, 1);
            String id = "one-" + topic;
            var described = admin.describeTransactions(List.of(id)).description(id).get();
            assertThat(described.state().toString()).isEqualTo("Ongoing");
            assertThat(described.topicPartitions()).containsExactly(first);
            assertThat(admin.listTransactions().all().get())
                    .anyMatch(listed -> listed.transactionalId().equals(id));
            assertThat(
                            admin.describeProducers(List.of(first))
                                    .partitionResult(first)
                                    .get()
                                    .activeProducers())
                    .anyMatch(active -> active.currentTransactionStartOffset().orElse(-1) == 0);
            producer.commitTransaction();
        }
    }
}

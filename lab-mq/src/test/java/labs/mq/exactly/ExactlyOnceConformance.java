package labs.mq.exactly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import labs.mq.cluster.Topics;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

/** What a transfer with transactions promises, on a broker, ours or Kafka's. */
abstract class ExactlyOnceConformance extends TransferFixture {
    private static final Transform COPY = record -> List.of(record.value());

    ExactlyOnceConformance(String bootstrapServers, Topics topics) {
        super(bootstrapServers, topics);
    }

    private static void stepUntil(int records, List<Transfer> transfers) {
        long deadline = System.nanoTime() + LONG.toNanos();
        for (int moved = 0; moved < records; ) {
            assertThat(System.nanoTime()).as("%s of %s moved", moved, records).isLessThan(deadline);
            for (Transfer transfer : transfers) {
                moved += transfer.step();
            }
        }
    }

    @Test
    void shouldWriteEachResultOnceUnderItsKeyAndCommitHowFarItCame() {
        topics.fill(input, 0, 100);
        try (var transfer =
                ExactlyOnce.open(settings(0), r -> List.of(r.value(), "copy of " + r.value()))) {
            stepUntil(100, List.of(transfer));
        }
        List<ConsumerRecord<String, String>> results = topics.committed(output);
        assertThat(results).hasSize(200);
        assertThat(results)
                .extracting(ConsumerRecord::value)
                .doesNotHaveDuplicates()
                .containsAll(Topics.numbers(0, 100));
        assertThat(results)
                .filteredOn(r -> r.value().equals("42"))
                .extracting(ConsumerRecord::key)
                .containsExactly("k2");
        assertThat(topics.committedOffset(application)).isEqualTo(100);
    }

    @Test
    void shouldUndoAStepThatFailsAndDoItAgain() {
        topics.fill(input, 0, 60);
        var isBroken = new AtomicBoolean(true);
        Transform sometimes =
                record -> {
                    if (record.value().equals("35") && isBroken.get()) {
                        throw new IllegalStateException("cannot do 35 now");
                    }
                    return COPY.apply(record);
                };
        try (var transfer = ExactlyOnce.open(settings(0), sometimes)) {
            assertThatThrownBy(() -> stepUntil(60, List.of(transfer)))
                    .isInstanceOf(StepAbortedException.class)
                    .hasStackTraceContaining("cannot do 35 now");
            List<String> before = results();
            assertThat(before).doesNotContain("35");
            assertThat(topics.committedOffset(application))
                    .as("offsets are part of the transaction: as many as there are results")
                    .isEqualTo(before.size());

            isBroken.set(false);
            stepUntil(60 - before.size(), List.of(transfer));
        }
        assertThat(results())
                .as("after an abort the consumer has to go back")
                .containsExactlyInAnyOrderElementsOf(Topics.numbers(0, 60));
    }

    @Test
    void shouldUndoAStepOfWhichAResultCannotBeSent() {
        topics.fill(input, 35, 36); // alone: what comes behind it would hear of the failure first
        var isTooLarge = new AtomicBoolean(true);
        Transform sometimes =
                record ->
                        record.value().equals("35") && isTooLarge.get()
                                ? List.of("x".repeat(2_000_000))
                                : COPY.apply(record);
        try (var transfer = ExactlyOnce.open(settings(0), sometimes)) {
            assertThatThrownBy(() -> stepUntil(1, List.of(transfer)))
                    .as("a send that fails shows when the transaction is to be committed")
                    .isInstanceOf(StepAbortedException.class);
            assertThat(topics.committedOffset(application))
                    .as("offsets are part of the transaction, and taken back with it")
                    .isZero();
            assertThat(results()).isEmpty();

            isTooLarge.set(false);
            topics.fill(input, 36, 60);
            stepUntil(25, List.of(transfer));
        }
        assertThat(results()).containsExactlyInAnyOrderElementsOf(Topics.numbers(35, 60));
    }

    @Test
    void shouldNotTransferWhatItsOwnInputTookBack() {
        var options = new HashMap<String, Object>();
        options.put("bootstrap.servers", bootstrapServers);
        options.put("transactional.id", "writer-of-" + input);
        try (var writer =
                new KafkaProducer<>(options, new StringSerializer(), new StringSerializer())) {
            writer.initTransactions();
            writer.beginTransaction();
            writer.send(new ProducerRecord<>(input, "k", "taken back"));
            writer.flush();
            writer.abortTransaction();
            writer.beginTransaction();
            writer.send(new ProducerRecord<>(input, "k", "meant"));
            writer.commitTransaction();
        }
        try (var transfer = ExactlyOnce.open(settings(0), COPY)) {
            stepUntil(1, List.of(transfer));
        }
        assertThat(results()).as("the consumer's isolation level").containsExactly("meant");
    }

    @Test
    void shouldLetTheWorkersOfAnApplicationWorkAtOnce() {
        topics.fill(input, 0, 400);
        try (var one = ExactlyOnce.open(settings(0), COPY);
                var two = ExactlyOnce.open(settings(1), COPY)) {
            stepUntil(400, List.of(one, two));
        }
        assertThat(results()).containsExactlyInAnyOrderElementsOf(Topics.numbers(0, 400));
    }

    @Test
    void shouldGiveAWorkerTheSameIdInAllItsLivesAndNoOtherWorker() {
        assertThat(settings(3).transactionalId())
                .as("an id of its own for each life fences nobody")
                .isEqualTo(settings(3).transactionalId())
                .isNotEqualTo(settings(4).transactionalId());
        var other = new TransferSettings("any", "other", 3, input, output);
        assertThat(other.transactionalId()).isNotEqualTo(settings(3).transactionalId());
        assertThatThrownBy(settings(-1)::transactionalId)
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(new TransferSettings("any", " ", 3, input, output)::transactionalId)
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** The first is in the middle of a step when the second starts under its name. */
    @Test
    void shouldFenceAnEarlierLifeInTheMiddleOfItsStep() throws Exception {
        topics.fill(input, 0, 60);
        var isBusy = new CountDownLatch(1);
        var mayGoOn = new CountDownLatch(1);
        Transform slow =
                record -> {
                    isBusy.countDown();
                    waitFor(mayGoOn);
                    return COPY.apply(record);
                };
        try (var first = ExactlyOnce.open(settings(0), slow)) {
            var outcome =
                    CompletableFuture.supplyAsync(() -> stepOrFailure(first))
                            .orTimeout(60, TimeUnit.SECONDS);
            waitFor(isBusy);
            try (var second = ExactlyOnce.open(settings(0), COPY)) {
                stepUntil(60, List.of(second));
            } finally {
                mayGoOn.countDown();
            }
            assertThat(outcome.get())
                    .as("the first's step, after the second took over")
                    .isInstanceOf(FencedException.class);
        }
        assertThat(results()).containsExactlyInAnyOrderElementsOf(Topics.numbers(0, 60));
    }

    private static Object stepOrFailure(Transfer transfer) {
        try {
            int records = 0;
            while (records == 0) {
                records = transfer.step();
            }
            return records;
        } catch (RuntimeException e) {
            return e;
        }
    }

    private static void waitFor(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

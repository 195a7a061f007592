package labs.mq.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.management.UnixOperatingSystemMXBean;
import io.netty.util.ResourceLeakDetector;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.zip.CRC32C;
import labs.kit.LabTest;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.message.ApiVersionsResponseData;
import org.apache.kafka.common.message.CreateTopicsRequestData;
import org.apache.kafka.common.message.CreateTopicsRequestData.CreatableTopic;
import org.apache.kafka.common.message.CreateTopicsRequestData.CreatableTopicCollection;
import org.apache.kafka.common.message.CreateTopicsResponseData;
import org.apache.kafka.common.message.FetchRequestData;
import org.apache.kafka.common.message.FetchRequestData.FetchPartition;
import org.apache.kafka.common.message.FetchRequestData.FetchTopic;
import org.apache.kafka.common.message.FetchResponseData;
import org.apache.kafka.common.message.ListOffsetsRequestData;
import org.apache.kafka.common.message.ListOffsetsRequestData.ListOffsetsPartition;
import org.apache.kafka.common.message.ListOffsetsRequestData.ListOffsetsTopic;
import org.apache.kafka.common.message.ListOffsetsResponseData;
import org.apache.kafka.common.message.MetadataRequestData;
import org.apache.kafka.common.message.MetadataResponseData;
import org.apache.kafka.common.message.OffsetCommitRequestData;
import org.apache.kafka.common.message.OffsetCommitRequestData.OffsetCommitRequestPartition;
import org.apache.kafka.common.message.OffsetCommitRequestData.OffsetCommitRequestTopic;
import org.apache.kafka.common.message.OffsetCommitResponseData;
import org.apache.kafka.common.message.OffsetFetchRequestData;
import org.apache.kafka.common.message.OffsetFetchRequestData.OffsetFetchRequestTopic;
import org.apache.kafka.common.message.OffsetFetchResponseData;
import org.apache.kafka.common.message.OffsetFetchResponseData.OffsetFetchResponsePartition;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What clients get that send nonsense; and that the others notice nothing of it. */
@LabTest
@Timeout(60)
class BadInputTest {
    @TempDir Path directory;
    private Broker broker;
    private RawClient good; // connected before anything bad happens, and served afterwards
    private ResourceLeakDetector.Level levelBefore;

    @BeforeEach
    void start() throws Exception {
        levelBefore = ResourceLeakDetector.getLevel();
        ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
        broker = Broker.start(BrokerOptions.in(directory).withAutoCreate(false));
        good = new RawClient(broker);
        create("orders");
        assertThat(good.produce("orders", 0, batch("before"))).isEqualTo(Errors.NONE);
    }

    @AfterEach
    void othersAreServedOn() throws Exception {
        try (RawClient client = good) {
            assertThat(client.produce("orders", 0, batch("after"))).isEqualTo(Errors.NONE);
        } finally {
            broker.close();
            ResourceLeakDetector.setLevel(levelBefore);
        }
    }

    private void create(String topic) throws Exception {
        assertThat(create(topic, 1)).isEqualTo(Errors.NONE);
    }

    private Errors create(String topic, int partitions) throws Exception {
        var topics = new CreatableTopicCollection();
        topics.add(
                new CreatableTopic()
                        .setName(topic)
                        .setNumPartitions(partitions)
                        .setReplicationFactor((short) 1));
        var request = new CreateTopicsRequestData().setTimeoutMs(10_000).setTopics(topics);
        good.send(ApiKeys.CREATE_TOPICS, (short) 6, 1, request);
        var answer = new CreateTopicsResponseData();
        good.receive(ApiKeys.CREATE_TOPICS, (short) 6, answer);
        return Errors.forCode(answer.topics().iterator().next().errorCode());
    }

    private static ByteBuffer batch(String... values) {
        SimpleRecord[] records = new SimpleRecord[values.length];
        for (int i = 0; i < values.length; i++) {
            records[i] = new SimpleRecord(values[i].getBytes(StandardCharsets.UTF_8));
        }
        return MemoryRecords.withRecords(Compression.NONE, records).buffer();
    }

    /** Makes the checksum right again. */
    private static ByteBuffer sealed(ByteBuffer batch) {
        var crc = new CRC32C();
        crc.update(batch.slice(21, batch.limit() - 21));
        return batch.putInt(17, (int) crc.getValue());
    }

    private static long openFiles() {
        return ((UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getOpenFileDescriptorCount();
    }

    private void cutsOffWhoSends(byte[] bytes) throws Exception {
        try (var bad = new RawClient(broker)) {
            bad.send(bytes);
            assertThat(bad.isClosedByPeer()).as("cut off").isTrue();
        }
    }

    @Test
    void shouldCutOffWhoAsksForAnUnknownApiOrVersion() throws Exception {
        for (short key : new short[] {-1, 999, Short.MAX_VALUE, ApiKeys.ELECT_LEADERS.id}) {
            ByteBuffer frame = ByteBuffer.allocate(20).putInt(16).putShort(key);
            cutsOffWhoSends(frame.array());
        }
        ByteBuffer version = ByteBuffer.allocate(20).putInt(16).putShort(ApiKeys.METADATA.id);
        cutsOffWhoSends(version.putShort((short) 99).array());
    }

    @Test
    void shouldTellANewerClientWhichVersionsThereAre() throws Exception {
        try (var newer = new RawClient(broker)) {
            ByteBuffer frame = ByteBuffer.allocate(40);
            frame.putShort(ApiKeys.API_VERSIONS.id).putShort((short) 77).putInt(4711);
            newer.sendFrame(frame.position(0)); // what follows is of a version that we do not know

            var answer = new ApiVersionsResponseData();
            assertThat(newer.receive(ApiKeys.API_VERSIONS, (short) 0, answer)).isEqualTo(4711);
            assertThat(Errors.forCode(answer.errorCode())).isEqualTo(Errors.UNSUPPORTED_VERSION);
            assertThat(answer.apiKeys().find(ApiKeys.PRODUCE.id)).isNotNull();
            assertThat(newer.produce("orders", 0, batch("on the same connection")))
                    .isEqualTo(Errors.NONE);
        }
    }

    @Test
    void shouldCutOffWhoClaimsAFrameOfTwoGigabytesOrOfLessThanNothing() throws Exception {
        cutsOffWhoSends(ByteBuffer.allocate(8).putInt(Integer.MAX_VALUE).array());
        cutsOffWhoSends(ByteBuffer.allocate(8).putInt(-5).array());
        cutsOffWhoSends(ByteBuffer.allocate(4).putInt(0).array());
        cutsOffWhoSends(ByteBuffer.allocate(5).putInt(1).array());
    }

    @Test
    void shouldCutOffWhoSendsGarbage(Random random) throws Exception {
        for (int i = 0; i < 30; i++) {
            var garbage = new byte[4 + random.nextInt(400)];
            random.nextBytes(garbage);
            ByteBuffer.wrap(garbage).putInt(0, garbage.length - 4); // a whole frame, at least
            cutsOffWhoSends(garbage);
        }
        cutsOffWhoSends(
                "GET / HTTP/1.1\r\nHost: example\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void shouldSurviveRequestsWithChangedBytes(Random random) throws Exception {
        ByteBuffer frame =
                RawClient.frame(
                        ApiKeys.METADATA,
                        (short) 9,
                        1,
                        new MetadataRequestData()
                                .setTopics(
                                        List.of(
                                                new MetadataRequestData.MetadataRequestTopic()
                                                        .setName("orders"))));
        for (int i = 0; i < 200; i++) {
            ByteBuffer changed = ByteBuffer.allocate(frame.limit()).put(0, frame, 0, frame.limit());
            changed.put(random.nextInt(frame.limit()), (byte) random.nextInt(256));
            try (var bad = new RawClient(broker)) {
                bad.sendFrame(changed);
                bad.close();
            }
        }
    }

    @Test
    void shouldHoldNothingForThoseWhoGoInTheMiddleOfAFrame() throws Exception {
        long before = openFiles();
        for (int i = 0; i < 50; i++) {
            try (var bad = new RawClient(broker)) {
                ByteBuffer half = ByteBuffer.allocate(20_000).putInt(1_000_000);
                bad.send(half.array());
            }
        }
        await().atMost(Duration.ofSeconds(15))
                .untilAsserted(() -> assertThat(openFiles()).isLessThan(before + 10));
    }

    @Test
    void shouldRefuseACorruptBatch() throws Exception {
        ByteBuffer corrupt = batch("a", "b");
        corrupt.put(corrupt.limit() - 2, (byte) 0x55);
        assertThat(good.produce("orders", 0, corrupt)).isEqualTo(Errors.CORRUPT_MESSAGE);

        ByteBuffer cut = batch("a", "b");
        assertThat(good.produce("orders", 0, cut.limit(cut.limit() - 1)))
                .isEqualTo(Errors.CORRUPT_MESSAGE);
        assertThat(end("orders")).isEqualTo(1);
    }

    @Test
    void shouldRefuseRecordsThatLieBehindARightChecksum() throws Exception {
        ByteBuffer longer = batch("a", "b");
        longer.put(61, (byte) 0x7e); // the first record's length
        assertThat(good.produce("orders", 0, sealed(longer))).isEqualTo(Errors.INVALID_RECORD);

        ByteBuffer more = batch("a", "b");
        more.putInt(23, 2).putInt(57, 3); // three records, the header says
        assertThat(good.produce("orders", 0, sealed(more))).isEqualTo(Errors.INVALID_RECORD);

        ByteBuffer fewer = batch("a", "b");
        fewer.putInt(23, 0).putInt(57, 1);
        assertThat(good.produce("orders", 0, sealed(fewer))).isEqualTo(Errors.INVALID_RECORD);
        assertThat(end("orders")).as("nothing of all that was taken").isEqualTo(1);
    }

    /** A batch of a producer, with these attributes. */
    private static ByteBuffer of(int attributes, long producerId) throws Exception {
        ByteBuffer batch = batch("a");
        batch.putShort(21, (short) attributes).putLong(43, producerId);
        batch.putShort(51, (short) 0).putInt(53, 0);
        return sealed(batch);
    }

    @Test
    void shouldRefuseRecordsOfATransactionThatIsNotOpen() throws Exception {
        int transactional = 0x10;
        assertThat(good.produce("orders", 0, of(transactional, 7)))
                .isEqualTo(Errors.INVALID_TXN_STATE);
        assertThat(good.produce("orders", 0, of(transactional, -1)))
                .as("of nobody")
                .isEqualTo(Errors.INVALID_RECORD);
        int control = 0x20;
        assertThat(good.produce("orders", 0, of(transactional | control, 7)))
                .as("what only the broker writes")
                .isEqualTo(Errors.INVALID_RECORD);
        assertThat(end("orders")).as("nothing of all that was taken").isEqualTo(1);
    }

    @Test
    void shouldRefuseToWriteItsOwnTopicForOthers() throws Exception {
        assertThat(good.produce("__consumer_offsets", 0, batch("poison")))
                .isEqualTo(Errors.INVALID_TOPIC_EXCEPTION);
    }

    private long end(String topic) throws Exception {
        return list(topic, 0).offset();
    }

    private ListOffsetsResponseData.ListOffsetsPartitionResponse list(String topic, int partition)
            throws Exception {
        var one = new ListOffsetsTopic().setName(topic);
        one.partitions()
                .add(new ListOffsetsPartition().setPartitionIndex(partition).setTimestamp(-1));
        var request = new ListOffsetsRequestData().setReplicaId(-1).setTopics(List.of(one));
        good.send(ApiKeys.LIST_OFFSETS, (short) 6, 1, request);
        var answer = new ListOffsetsResponseData();
        good.receive(ApiKeys.LIST_OFFSETS, (short) 6, answer);
        return answer.topics().get(0).partitions().get(0);
    }

    private static FetchRequestData fetch(String topic, int partition, int waitMillis) {
        var one = new FetchTopic().setTopic(topic);
        one.partitions()
                .add(
                        new FetchPartition()
                                .setPartition(partition)
                                .setFetchOffset(0)
                                .setPartitionMaxBytes(1 << 20));
        return new FetchRequestData()
                .setMaxWaitMs(waitMillis)
                .setMinBytes(1)
                .setMaxBytes(1 << 20)
                .setTopics(List.of(one));
    }

    @Test
    void shouldSayThatThereIsNoSuchTopic() throws Exception {
        for (String topic : List.of("nothing", "orders")) {
            int partition = topic.equals("orders") ? 7 : 0;
            assertThat(good.produce(topic, partition, batch("a")))
                    .isEqualTo(Errors.UNKNOWN_TOPIC_OR_PARTITION);
            assertThat(Errors.forCode(list(topic, partition).errorCode()))
                    .isEqualTo(Errors.UNKNOWN_TOPIC_OR_PARTITION);

            good.send(ApiKeys.FETCH, (short) 12, 1, fetch(topic, partition, 60_000));
            var answer = new FetchResponseData();
            good.receive(ApiKeys.FETCH, (short) 12, answer);
            assertThat(answer.responses().get(0).partitions().get(0).errorCode())
                    .as("at once: nothing would come by waiting")
                    .isEqualTo(Errors.UNKNOWN_TOPIC_OR_PARTITION.code());
        }
    }

    @Test
    void shouldMakeNoTopicByBeingAskedForItWhenThatIsSwitchedOff() throws Exception {
        var options = new HashMap<String, Object>();
        options.put("bootstrap.servers", broker.address());
        options.put("max.block.ms", "500");
        try (var producer =
                new KafkaProducer<>(options, new StringSerializer(), new StringSerializer())) {
            assertThatThrownBy(() -> producer.send(new ProducerRecord<>("nothing", "a")).get())
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(TimeoutException.class);
        }
        assertThat(directory.resolve("nothing-0")).doesNotExist();
    }

    @Test
    void shouldRefuseATopicOfABillionPartitions() throws Exception {
        assertThat(create("many", 1_000_000_000)).isEqualTo(Errors.INVALID_PARTITIONS);
        try (var files = Files.list(directory)) {
            assertThat(files.count()).isLessThan(10);
        }
    }

    @Test
    void shouldLetGoOfItsFilesWhenAnswersAreNotRead() throws Exception {
        for (int i = 0; i < 20; i++) {
            good.produce("orders", 0, batch("x".repeat(500_000)));
        }
        long before = openFiles();
        var clients = new ArrayList<RawClient>();
        for (int c = 0; c < 5; c++) {
            var client = new RawClient(broker);
            clients.add(client);
            for (int i = 0; i < 50; i++) {
                client.send(ApiKeys.FETCH, (short) 12, i, fetch("orders", 0, 100));
            }
        }
        for (RawClient client : clients) {
            client.receive(); // it has begun to answer; the rest nobody reads
            client.close();
        }
        await().atMost(Duration.ofSeconds(15))
                .untilAsserted(() -> assertThat(openFiles()).isLessThanOrEqualTo(before));
    }

    @Test
    void shouldAnswerAFetchThatWaitsAsSoonAsThereIsSomething() throws Exception {
        create("quiet");
        try (var waiting = new RawClient(broker)) {
            waiting.send(ApiKeys.FETCH, (short) 12, 1, fetch("quiet", 0, 60_000));
            await().atMost(Duration.ofSeconds(15))
                    .until(() -> broker.partition("quiet", 0).waiting() == 1);
            good.produce("quiet", 0, batch("at last"));

            var answer = new FetchResponseData();
            waiting.receive(ApiKeys.FETCH, (short) 12, answer);
            var data = answer.responses().get(0).partitions().get(0);
            assertThat(data.highWatermark()).isEqualTo(1);
            assertThat(data.records().sizeInBytes()).isPositive();
        }
    }

    @Test
    void shouldEndAFetchThatWaitsWhenItsConnectionEnds() throws Exception {
        create("quiet");
        Partition partition = broker.partition("quiet", 0);
        for (int i = 0; i < 3; i++) {
            try (var client = new RawClient(broker)) {
                client.send(ApiKeys.FETCH, (short) 12, 1, fetch("quiet", 0, Integer.MAX_VALUE));
                await().atMost(Duration.ofSeconds(15)).until(() -> partition.waiting() == 1);
            }
            await().atMost(Duration.ofSeconds(15))
                    .untilAsserted(
                            () ->
                                    assertThat(partition.waiting())
                                            .as("fetches that wait for nobody")
                                            .isZero());
        }
    }

    @Test
    void shouldNotPileUpAnswersForAClientThatReadsNone() throws Exception {
        long before = io.netty.buffer.PooledByteBufAllocator.DEFAULT.metric().usedDirectMemory();
        try (var client = new RawClient(broker)) {
            ByteBuffer frame =
                    RawClient.frame(
                            ApiKeys.METADATA,
                            (short) 9,
                            1,
                            new MetadataRequestData().setTopics(null));
            ByteBuffer many = ByteBuffer.allocate(2_000 * (4 + frame.limit()));
            while (many.hasRemaining()) {
                many.putInt(frame.limit()).put(frame.duplicate());
            }
            var sender =
                    java.util.concurrent.CompletableFuture.runAsync(
                            () -> {
                                try {
                                    for (int i = 0; i < 200; i++) {
                                        client.send(many.array());
                                    }
                                } catch (IOException e) {
                                    // it was closed while it was stuck: as it should be
                                }
                            });
            org.assertj.core.api.Assertions.assertThatThrownBy(
                            () -> sender.get(2, java.util.concurrent.TimeUnit.SECONDS))
                    .as("a client that reads nothing is not read from, either")
                    .isInstanceOf(java.util.concurrent.TimeoutException.class);
            assertThat(good.produce("orders", 0, batch("meanwhile"))).isEqualTo(Errors.NONE);
            client.close();
            sender.get(15, java.util.concurrent.TimeUnit.SECONDS);
        }
        assertThat(io.netty.buffer.PooledByteBufAllocator.DEFAULT.metric().usedDirectMemory())
                .isLessThan(before + 64_000_000);
    }

    @Test
    void shouldSayClearlyWhyItCannotStart(@TempDir Path other) throws Exception {
        assertThatThrownBy(() -> Broker.start(BrokerOptions.in(directory)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("in use by another broker");

        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = taken.getLocalPort();
            for (int i = 0; i < 2; i++) { // the second time, too: the first has let go of its logs
                assertThatThrownBy(() -> Broker.start(BrokerOptions.in(other).withPort(port)))
                        .isInstanceOf(IOException.class)
                        .hasMessageContaining("cannot listen on 127.0.0.1:" + port);
            }
        }
        Files.writeString(other.resolve("format.properties"), "version=99\n");
        assertThatThrownBy(() -> Broker.start(BrokerOptions.in(other)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("format 99");
    }

    @Test
    void shouldRefuseATopicThatStandsTwiceInARequest() throws Exception {
        var twice = new CreateTopicsRequestData();
        for (int partitions = 1; partitions <= 2; partitions++) {
            twice.topics()
                    .mustAdd(
                            new CreatableTopic()
                                    .setName("twice")
                                    .setNumPartitions(partitions)
                                    .setReplicationFactor((short) 1));
        }
        var answer = new CreateTopicsResponseData();
        good.send(ApiKeys.CREATE_TOPICS, (short) 6, 7, twice);
        good.receive(ApiKeys.CREATE_TOPICS, (short) 6, answer);
        assertThat(answer.topics())
                .extracting(result -> Errors.forCode(result.errorCode()))
                .containsOnly(Errors.INVALID_REQUEST);
        assertThat(broker.partition("twice", 0)).isNull();
    }

    @Test
    void shouldAnswerForATopicThatIsAskedForTwice() throws Exception {
        var asked = new OffsetFetchRequestData().setGroupId("g");
        for (int partition : List.of(0, 1)) {
            asked.topics()
                    .add(
                            new OffsetFetchRequestTopic()
                                    .setName("orders")
                                    .setPartitionIndexes(List.of(partition)));
        }
        var answer = new OffsetFetchResponseData();
        good.send(ApiKeys.OFFSET_FETCH, (short) 5, 8, asked);
        good.receive(ApiKeys.OFFSET_FETCH, (short) 5, answer);
        assertThat(answer.topics().get(0).partitions())
                .extracting(OffsetFetchResponsePartition::partitionIndex)
                .containsExactly(0, 1);
    }

    @Test
    void shouldTellAnOldClientOfAllTopicsWhenItNamesNone() throws Exception {
        var answer = new MetadataResponseData();
        good.send(ApiKeys.METADATA, (short) 0, 9, new MetadataRequestData().setTopics(List.of()));
        good.receive(ApiKeys.METADATA, (short) 0, answer);
        assertThat(answer.topics()).extracting(topic -> topic.name()).contains("orders");
    }

    @Test
    void shouldRefuseACommitOfWhatIsNotThere() throws Exception {
        assertThat(commit("orders", 99, "")).isEqualTo(Errors.UNKNOWN_TOPIC_OR_PARTITION);
        assertThat(commit("nowhere", 0, "")).isEqualTo(Errors.UNKNOWN_TOPIC_OR_PARTITION);
        assertThat(commit("orders", 0, "x".repeat(4097)))
                .isEqualTo(Errors.OFFSET_METADATA_TOO_LARGE);
        assertThat(commit("orders", 0, "x".repeat(4096))).isEqualTo(Errors.NONE);
    }

    private Errors commit(String topic, int partition, String metadata) throws Exception {
        var request = new OffsetCommitRequestData().setGroupId("simple");
        var wanted = new OffsetCommitRequestTopic().setName(topic);
        wanted.partitions()
                .add(
                        new OffsetCommitRequestPartition()
                                .setPartitionIndex(partition)
                                .setCommittedOffset(1)
                                .setCommittedMetadata(metadata));
        request.topics().add(wanted);
        var answer = new OffsetCommitResponseData();
        good.send(ApiKeys.OFFSET_COMMIT, (short) 8, 10, request);
        good.receive(ApiKeys.OFFSET_COMMIT, (short) 8, answer);
        return Errors.forCode(answer.topics().get(0).partitions().get(0).errorCode());
    }
}

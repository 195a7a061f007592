package labs.mq.bench;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.message.ProduceRequestData;
import org.apache.kafka.common.message.ProduceRequestData.PartitionProduceData;
import org.apache.kafka.common.message.ProduceRequestData.TopicProduceData;
import org.apache.kafka.common.message.ProduceResponseData;
import org.apache.kafka.common.message.RequestHeaderData;
import org.apache.kafka.common.message.ResponseHeaderData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.protocol.MessageUtil;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.SimpleRecord;

/** Requests over a bare socket, where a client's own start would be in the way. */
final class RawRequests implements AutoCloseable {
    private static final short PRODUCE_VERSION = 11;
    private static final int UNANSWERED = 4;

    private final Socket socket = new Socket();
    private final DataInputStream in;

    RawRequests(int port) throws IOException {
        try {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            socket.setSoTimeout(120_000);
            socket.setTcpNoDelay(true);
            in = new DataInputStream(socket.getInputStream());
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /** Waits until a broker there answers ApiVersions. */
    static void awaitApiVersions(int port, ProcessHandle broker) {
        while (broker.isAlive()) {
            try (var requests = new RawRequests(port)) {
                requests.apiVersions();
                return;
            } catch (IOException e) {
                LockSupport.parkNanos(500_000); // nobody listens yet
            }
        }
        throw new IllegalStateException("the broker ended before it served");
    }

    private void apiVersions() throws IOException {
        ByteBuffer request = ByteBuffer.allocate(14);
        request.putInt(10).putShort(ApiKeys.API_VERSIONS.id).putShort((short) 0).putInt(7);
        socket.getOutputStream().write(request.putShort((short) -1).array());
        ByteBuffer answer = ByteBuffer.wrap(in.readNBytes(in.readInt()));
        if (answer.getInt() != 7 || answer.getShort() != 0) {
            throw new IllegalStateException("that is no answer to ApiVersions");
        }
    }

    /** Until the broker that has just made a topic knows it. */
    void awaitTopic(String topic) throws IOException {
        byte[] frame = frame(topic, 1);
        do {
            socket.getOutputStream().write(frame);
        } while (error() == Errors.UNKNOWN_TOPIC_OR_PARTITION);
    }

    /**
     * Sends the same batch again and again, some of them without waiting for the answers before.
     *
     * @return how many records that were
     */
    long fill(String topic, long bytes) throws IOException {
        int recordsInBatch = 1000;
        byte[] frame = frame(topic, recordsInBatch);
        int times = (int) (bytes / frame.length);
        for (int i = 0; i < times + UNANSWERED; i++) {
            if (i < times) {
                socket.getOutputStream().write(frame);
            }
            if (i >= UNANSWERED) {
                requireTaken();
            }
        }
        return (long) times * recordsInBatch + 1; // that of awaitTopic
    }

    private static byte[] frame(String topic, int recordsInBatch) {
        var payload = new Payload(1024);
        var records = new SimpleRecord[recordsInBatch];
        for (int i = 0; i < recordsInBatch; i++) {
            records[i] = new SimpleRecord(payload.of(i));
        }
        var one = new TopicProduceData().setName(topic);
        one.partitionData()
                .add(
                        new PartitionProduceData()
                                .setIndex(0)
                                .setRecords(MemoryRecords.withRecords(Compression.NONE, records)));
        var body = new ProduceRequestData().setAcks((short) -1).setTimeoutMs(60_000);
        body.topicData().add(one);
        var header =
                new RequestHeaderData()
                        .setRequestApiKey(ApiKeys.PRODUCE.id)
                        .setRequestApiVersion(PRODUCE_VERSION)
                        .setClientId("filler")
                        .setCorrelationId(1);
        short version = ApiKeys.PRODUCE.requestHeaderVersion(PRODUCE_VERSION);
        ByteBuffer head = MessageUtil.toByteBufferAccessor(header, version).buffer();
        ByteBuffer rest = MessageUtil.toByteBufferAccessor(body, PRODUCE_VERSION).buffer();
        int length = head.remaining() + rest.remaining();
        return ByteBuffer.allocate(4 + length).putInt(length).put(head).put(rest).array();
    }

    private void requireTaken() throws IOException {
        Errors error = error();
        if (error != Errors.NONE) {
            throw new IllegalStateException("a batch was refused: " + error);
        }
    }

    private Errors error() throws IOException {
        var bytes = new ByteBufferAccessor(ByteBuffer.wrap(in.readNBytes(in.readInt())));
        new ResponseHeaderData(bytes, ApiKeys.PRODUCE.responseHeaderVersion(PRODUCE_VERSION));
        var answer = new ProduceResponseData(bytes, PRODUCE_VERSION);
        return Errors.forCode(
                answer.responses().iterator().next().partitionResponses().get(0).errorCode());
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}

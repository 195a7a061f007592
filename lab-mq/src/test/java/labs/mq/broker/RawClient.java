package labs.mq.broker;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import org.apache.kafka.common.message.ProduceRequestData;
import org.apache.kafka.common.message.ProduceRequestData.PartitionProduceData;
import org.apache.kafka.common.message.ProduceRequestData.TopicProduceData;
import org.apache.kafka.common.message.ProduceRequestData.TopicProduceDataCollection;
import org.apache.kafka.common.message.ProduceResponseData;
import org.apache.kafka.common.message.RequestHeaderData;
import org.apache.kafka.common.message.ResponseHeaderData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.protocol.MessageUtil;
import org.apache.kafka.common.record.internal.MemoryRecords;

/** A socket on which anything can be sent, right or wrong. */
final class RawClient implements AutoCloseable {
    private final Socket socket = new Socket();
    private final DataInputStream in;

    RawClient(Broker broker) throws IOException {
        this(broker.port());
    }

    RawClient(int port) throws IOException {
        socket.connect(new InetSocketAddress("127.0.0.1", port), 10_000);
        socket.setSoTimeout(15_000);
        in = new DataInputStream(socket.getInputStream());
    }

    void send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    /** A frame with the length that it has. */
    void sendFrame(ByteBuffer frame) throws IOException {
        ByteBuffer whole = ByteBuffer.allocate(4 + frame.remaining());
        whole.putInt(frame.remaining()).put(frame);
        send(whole.array());
    }

    void send(ApiKeys key, short version, int correlation, ApiMessage body) throws IOException {
        sendFrame(frame(key, version, correlation, body));
    }

    static ByteBuffer frame(ApiKeys key, short version, int correlation, ApiMessage body) {
        var header =
                new RequestHeaderData()
                        .setRequestApiKey(key.id)
                        .setRequestApiVersion(version)
                        .setClientId("raw")
                        .setCorrelationId(correlation);
        short headerVersion = key.requestHeaderVersion(version);
        ByteBuffer head = MessageUtil.toByteBufferAccessor(header, headerVersion).buffer();
        ByteBuffer rest = MessageUtil.toByteBufferAccessor(body, version).buffer();
        return ByteBuffer.allocate(head.remaining() + rest.remaining()).put(head).put(rest).flip();
    }

    /** The next frame's contents. */
    ByteBuffer receive() throws IOException {
        return ByteBuffer.wrap(in.readNBytes(in.readInt()));
    }

    /**
     * Reads an answer, header and all, into that message.
     *
     * @return its correlation id
     */
    int receive(ApiKeys key, short version, ApiMessage into) throws IOException {
        var bytes = new ByteBufferAccessor(receive());
        var header = new ResponseHeaderData(bytes, key.responseHeaderVersion(version));
        into.read(bytes, version);
        return header.correlationId();
    }

    /** Sends a batch, and returns what the broker says of it. */
    Errors produce(String topic, int partition, ByteBuffer batch) throws IOException {
        var topics = new TopicProduceDataCollection();
        var data =
                new PartitionProduceData()
                        .setIndex(partition)
                        .setRecords(MemoryRecords.readableRecords(batch));
        var one = new TopicProduceData().setName(topic);
        one.partitionData().add(data);
        topics.add(one);
        var request =
                new ProduceRequestData()
                        .setAcks((short) -1)
                        .setTimeoutMs(1_000)
                        .setTopicData(topics);
        send(ApiKeys.PRODUCE, (short) 11, 1, request);
        var answer = new ProduceResponseData();
        receive(ApiKeys.PRODUCE, (short) 11, answer);
        return Errors.forCode(
                answer.responses().iterator().next().partitionResponses().get(0).errorCode());
    }

    /** Whether the broker closes the connection, within the time limit of reading. */
    boolean isClosedByPeer() throws IOException {
        try {
            return in.read() < 0;
        } catch (java.net.SocketException e) {
            return true; // reset: it had bytes of ours that it did not read
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}

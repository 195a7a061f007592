package labs.zookeeper.zab.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import labs.kit.LabTest;
import labs.zookeeper.zab.Promise;
import labs.zookeeper.zab.Suffix;
import labs.zookeeper.zab.Transaction;
import labs.zookeeper.zab.Vote;
import labs.zookeeper.zab.ZabMessage;
import labs.zookeeper.zab.ZabMessage.Stage;
import labs.zookeeper.zab.Zxid;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The codecs, which are given. */
@LabTest
@Timeout(20)
class CodecsTest {
    private static final Zxid ZXID = new Zxid(3, 7);
    private static final Suffix SUFFIX =
            new Suffix(
                    new Zxid(2, 9),
                    List.of(new Transaction(new Zxid(3, 1), -5), new Transaction(ZXID, 1L << 60)));
    private static final List<ZabMessage> MESSAGES =
            List.of(
                    new ZabMessage.Notification(new Vote(2, 3, ZXID), 9, Stage.FOLLOWING),
                    new ZabMessage.FollowerInfo(new Promise(4, 1)),
                    new ZabMessage.NewEpoch(5),
                    new ZabMessage.AckEpoch(5, 4, ZXID),
                    new ZabMessage.NewLeader(5, SUFFIX),
                    new ZabMessage.Propose(5, SUFFIX),
                    new ZabMessage.Ack(5, ZXID),
                    new ZabMessage.Commit(5, ZXID),
                    new ZabMessage.Ping(5, 8, ZXID),
                    new ZabMessage.Pong(5, 8, ZXID));

    @Test
    void shouldGetBackEveryKindOfMessage() throws BadFrameException {
        assertThat(MESSAGES.stream().map(message -> (Object) message.getClass()))
                .as("kinds that are tested")
                .containsExactlyInAnyOrder((Object[]) ZabMessage.class.getPermittedSubclasses());
        for (ZabMessage message : MESSAGES) {
            assertThat(MessageCodec.decode(MessageCodec.encode(message))).isEqualTo(message);
        }
    }

    @Test
    void shouldRefuseAMessageThatIsTooShortOrTooLong() {
        for (ZabMessage message : MESSAGES) {
            byte[] bytes = MessageCodec.encode(message);
            Stream.of(-1, 1)
                    .map(change -> Arrays.copyOf(bytes, bytes.length + change))
                    .forEach(
                            wrong ->
                                    assertThatThrownBy(() -> MessageCodec.decode(wrong))
                                            .isInstanceOf(BadFrameException.class));
        }
    }

    @Test
    void shouldReadOrRefuseWhateverComes(Random random) {
        for (int i = 0; i < 50_000; i++) {
            byte[] bytes = MessageCodec.encode(MESSAGES.get(random.nextInt(MESSAGES.size())));
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length + 1));
            try {
                ZabMessage read = MessageCodec.decode(bytes);
                assertThat(MessageCodec.encode(read)).isEqualTo(bytes);
            } catch (BadFrameException refused) {
                assertThat(refused).hasMessageNotContaining("null");
            }
        }
    }

    @Test
    void shouldGetBackWhatIsWrittenToDisk() throws BadFrameException {
        var entries =
                List.of(
                        new DiskCodec.Entry("epoch", 7L),
                        new DiskCodec.Entry("log.length", 1),
                        new DiskCodec.Entry("promise", new Promise(7, 2)),
                        new DiskCodec.Entry("log.0", new Transaction(ZXID, 5)));

        assertThat(DiskCodec.decode(DiskCodec.encode(entries))).isEqualTo(entries);
    }

    @Test
    void shouldGetBackRequestsAndReplies() throws BadFrameException {
        for (var request : List.of(new ClientRequest.Add(-3), new ClientRequest.Peek())) {
            assertThat(ClientRequest.decode(request.encode())).isEqualTo(request);
        }
        for (var reply :
                List.of(
                        new ClientReply.Sum(5),
                        new ClientReply.NotPrimary("127.0.0.1:99"),
                        new ClientReply.NotPrimary(""),
                        new ClientReply.Unknown(),
                        new ClientReply.Local(true, 5, 1))) {
            assertThat(ClientReply.decode(reply.encode())).isEqualTo(reply);
        }
    }
}

package labs.zookeeper.zab.net;

import labs.zookeeper.zab.ZabMessage;
import labs.zookeeper.zab.ZabMessage.Ack;
import labs.zookeeper.zab.ZabMessage.AckEpoch;
import labs.zookeeper.zab.ZabMessage.Commit;
import labs.zookeeper.zab.ZabMessage.FollowerInfo;
import labs.zookeeper.zab.ZabMessage.NewEpoch;
import labs.zookeeper.zab.ZabMessage.NewLeader;
import labs.zookeeper.zab.ZabMessage.Notification;
import labs.zookeeper.zab.ZabMessage.Ping;
import labs.zookeeper.zab.ZabMessage.Pong;
import labs.zookeeper.zab.ZabMessage.Propose;
import labs.zookeeper.zab.ZabMessage.Stage;

/** The messages of ZAB as the contents of frames: a byte that says which one, then its parts. */
final class MessageCodec {
    private MessageCodec() {}

    static byte[] encode(ZabMessage message) {
        return put(new WireWriter(), message).toBytes();
    }

    private static WireWriter put(WireWriter out, ZabMessage message) {
        if (message instanceof Notification m) {
            return out.int8(1).vote(m.vote()).int64(m.round()).int8(m.stage().ordinal());
        } else if (message instanceof FollowerInfo m) {
            return out.int8(2).promise(m.promise());
        } else if (message instanceof NewEpoch m) {
            return out.int8(3).int64(m.epoch());
        } else if (message instanceof AckEpoch m) {
            return out.int8(4).int64(m.epoch()).int64(m.currentEpoch()).zxid(m.last());
        } else if (message instanceof NewLeader m) {
            return out.int8(5).int64(m.epoch()).suffix(m.history());
        } else if (message instanceof Propose m) {
            return out.int8(6).int64(m.epoch()).suffix(m.transactions());
        } else if (message instanceof Ack m) {
            return out.int8(7).int64(m.epoch()).zxid(m.last());
        } else if (message instanceof Commit m) {
            return out.int8(8).int64(m.epoch()).zxid(m.zxid());
        } else if (message instanceof Ping m) {
            return out.int8(9).int64(m.epoch()).int64(m.round()).zxid(m.committed());
        } else if (message instanceof Pong m) {
            return out.int8(10).int64(m.epoch()).int64(m.round()).zxid(m.last());
        }
        throw new IllegalArgumentException("no code for " + message.getClass());
    }

    /**
     * @throws BadFrameException if these are not exactly the bytes of one message
     */
    static ZabMessage decode(byte[] frame) throws BadFrameException {
        return WireReader.all(frame, MessageCodec::take);
    }

    private static ZabMessage take(WireReader in) {
        int kind = in.int8();
        return switch (kind) {
            case 1 -> new Notification(in.vote(), in.int64(), stage(in.int8()));
            case 2 -> new FollowerInfo(in.promise());
            case 3 -> new NewEpoch(in.int64());
            case 4 -> new AckEpoch(in.int64(), in.int64(), in.zxid());
            case 5 -> new NewLeader(in.int64(), in.suffix());
            case 6 -> new Propose(in.int64(), in.suffix());
            case 7 -> new Ack(in.int64(), in.zxid());
            case 8 -> new Commit(in.int64(), in.zxid());
            case 9 -> new Ping(in.int64(), in.int64(), in.zxid());
            case 10 -> new Pong(in.int64(), in.int64(), in.zxid());
            default -> throw new IllegalArgumentException("no message is of kind " + kind);
        };
    }

    private static Stage stage(int ordinal) {
        WireReader.require(ordinal >= 0 && ordinal < Stage.values().length, "stage " + ordinal);
        return Stage.values()[ordinal];
    }
}

package labs.zookeeper.zab.net;

/** What a node answers to a client. */
sealed interface ClientReply {
    /** It is done, and this is the sum after. */
    record Sum(long value) implements ClientReply {}

    /** Nothing was done. The primary may be there; empty when this node does not know either. */
    record NotPrimary(String address) implements ClientReply {}

    /** The node lost its office in between: it may be done, now or later, or never. */
    record Unknown() implements ClientReply {}

    /** What this node was delivered: the last sum, and how many transactions. */
    record Local(boolean primary, long value, int delivered) implements ClientReply {}

    default byte[] encode() {
        var out = new WireWriter();
        if (this instanceof Sum sum) {
            out.int8(1).int64(sum.value());
        } else if (this instanceof NotPrimary other) {
            out.int8(2).text(other.address());
        } else if (this instanceof Local local) {
            out.int8(4).int8(local.primary() ? 1 : 0).int64(local.value()).int32(local.delivered());
        } else {
            out.int8(3);
        }
        return out.toBytes();
    }

    /**
     * @throws BadFrameException if it is none
     */
    static ClientReply decode(byte[] frame) throws BadFrameException {
        return WireReader.all(
                frame,
                in -> {
                    int kind = in.int8();
                    return switch (kind) {
                        case 1 -> new Sum(in.int64());
                        case 2 -> new NotPrimary(in.text());
                        case 3 -> new Unknown();
                        case 4 -> new Local(in.int8() == 1, in.int64(), in.int32());
                        default ->
                                throw new IllegalArgumentException("no reply is of kind " + kind);
                    };
                });
    }
}

package labs.zookeeper.zab.net;

/** What a client asks of a node. */
sealed interface ClientRequest {
    /** Add that to the counter; 0 reads it. Only the primary does. */
    record Add(long summand) implements ClientRequest {}

    /** What have you been delivered? Every node answers, and the answer may be old. */
    record Peek() implements ClientRequest {}

    default byte[] encode() {
        return this instanceof Add add
                ? new WireWriter().int8(1).int64(add.summand()).toBytes()
                : new WireWriter().int8(2).toBytes();
    }

    /**
     * @throws BadFrameException if it is none
     */
    static ClientRequest decode(byte[] frame) throws BadFrameException {
        return WireReader.all(
                frame,
                in -> {
                    int kind = in.int8();
                    WireReader.require(kind == 1 || kind == 2, "no request is of kind " + kind);
                    return kind == 1 ? new Add(in.int64()) : new Peek();
                });
    }
}

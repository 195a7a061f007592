package labs.zookeeper.p2p;

/**
 * What came back for a message: the proof that it was delivered.
 *
 * @param node who answered
 */
public record Answer(String node, byte[] payload) {}

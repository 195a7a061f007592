package labs.zookeeper.p2p;

import java.util.List;

/**
 * What arrives at an application.
 *
 * @param trail the nodes that it passed, the origin first; this one is not among them
 */
public record Message(String id, String origin, List<String> trail, byte[] payload) {}

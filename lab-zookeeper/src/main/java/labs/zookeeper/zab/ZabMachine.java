package labs.zookeeper.zab;

import java.time.Duration;
import java.util.List;

/** What a {@link ZabNode} stands on: a simulated machine, or real sockets, clock and files. */
public interface ZabMachine {
    /** The number of this node, from 0. */
    int id();

    /** All nodes of the cluster, this one too, in order. */
    List<Integer> nodes();

    /** Sends and forgets: the message may be lost, late, doubled or overtaken. */
    void send(int to, ZabMessage message);

    /** Calls {@link ZabNode#timeout} after that time, once; setting it again starts it anew. */
    void timer(String name, Duration after);

    void cancel(String name);

    ZabDisk disk();
}

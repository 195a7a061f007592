package labs.zookeeper.zab.net;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import labs.zookeeper.zab.ZabDisk;
import labs.zookeeper.zab.ZabMachine;
import labs.zookeeper.zab.ZabMessage;

/** A real machine: sockets, the clock and a file. Confined to the thread of its loop. */
final class SocketMachine implements ZabMachine {
    private final int id;
    private final Map<Integer, PeerLink> links;
    private final EventLoop loop;
    private final ZabDisk disk;
    private final Consumer<String> ring;

    /**
     * @param links to all other nodes
     * @param ring is told the name of a timer that has run out
     */
    SocketMachine(
            int id,
            Map<Integer, PeerLink> links,
            EventLoop loop,
            ZabDisk disk,
            Consumer<String> ring) {
        this.id = id;
        this.links = Map.copyOf(links);
        this.loop = loop;
        this.disk = disk;
        this.ring = ring;
    }

    @Override
    public int id() {
        return id;
    }

    @Override
    public List<Integer> nodes() {
        return IntStream.rangeClosed(0, links.size()).boxed().toList();
    }

    @Override
    public void send(int to, ZabMessage message) {
        links.get(to).send(MessageCodec.encode(message));
    }

    @Override
    public void timer(String name, Duration after) {
        loop.timer(name, after, () -> ring.accept(name));
    }

    @Override
    public void cancel(String name) {
        loop.cancel(name);
    }

    @Override
    public ZabDisk disk() {
        return disk;
    }
}

package labs.zookeeper.faults;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import labs.cluster.zookeeper.Ensemble;
import labs.cluster.zookeeper.EnsembleNode;
import labs.kit.Direction;
import labs.kit.FaultProxy;

/**
 * An ensemble with a {@link FaultProxy} before each server for its clients, and one on the way from
 * each server to each other one that it may follow. The votes of elections go around them, see
 * {@link Ensemble.Routes}: a leader that is cut off may be elected again, and then nobody leads.
 */
final class Wires implements AutoCloseable {
    private record Between(int from, int to, FaultProxy proxy) {}

    private final List<Between> between = new ArrayList<>();
    private final Ensemble ensemble;
    private final List<FaultProxy> front = new ArrayList<>(); // of server 1, 2, 3

    Wires(int servers) {
        ensemble = Ensemble.start(servers, this::route);
        ensemble.nodes().forEach(server -> front.add(FaultProxy.to(server.port())));
    }

    private int route(int from, int to, int port) {
        var proxy = FaultProxy.to(port);
        between.add(new Between(from, to, proxy));
        return proxy.port();
    }

    Ensemble ensemble() {
        return ensemble;
    }

    /** What a client connects to, the servers in an order of its own. */
    String connectString(Random random) {
        var shuffled = new ArrayList<>(front);
        java.util.Collections.shuffle(shuffled, random);
        return shuffled.stream()
                .map(proxy -> "127.0.0.1:" + proxy.port())
                .collect(Collectors.joining(","));
    }

    /** Nothing passes between this server and its clients any more, in either direction. */
    void hideFromClients(EnsembleNode server) {
        FaultProxy proxy = front.get(server.id() - 1);
        proxy.blackHole(Direction.TO_SERVER);
        proxy.blackHole(Direction.TO_CLIENT);
    }

    /** Resets the connections of all clients. */
    void cutClients() {
        front.forEach(FaultProxy::cut);
    }

    /** Nothing but votes passes between this server and the others any more. */
    void cutOff(EnsembleNode server) {
        for (Between each : between) {
            if (each.from() == server.id() || each.to() == server.id()) {
                each.proxy().blackHole(Direction.TO_SERVER);
                each.proxy().blackHole(Direction.TO_CLIENT);
            }
        }
    }

    /** How many bytes went between servers through the proxies. */
    long bytesBetweenServers() {
        return between.stream()
                .map(each -> each.proxy().traffic())
                .mapToLong(traffic -> traffic.bytesToServer() + traffic.bytesToClient())
                .sum();
    }

    void heal() {
        front.forEach(FaultProxy::heal);
        between.forEach(each -> each.proxy().heal());
    }

    @Override
    public void close() {
        ensemble.close();
        front.forEach(FaultProxy::close);
        between.forEach(each -> each.proxy().close());
    }
}

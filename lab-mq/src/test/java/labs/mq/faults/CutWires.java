package labs.mq.faults;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import labs.cluster.kafka.Wires;
import labs.kit.Direction;
import labs.kit.FaultProxy;

/** Proxies on all ways between the servers of a cluster. */
final class CutWires implements Wires, AutoCloseable {
    private final Map<Integer, FaultProxy> toBroker = new ConcurrentHashMap<>();
    private final Map<Integer, FaultProxy> toController = new ConcurrentHashMap<>();

    @Override
    public int toBroker(int id, int port) {
        return proxy(toBroker, id, port);
    }

    @Override
    public int toController(int id, int port) {
        return proxy(toController, id, port);
    }

    private static int proxy(Map<Integer, FaultProxy> proxies, int id, int port) {
        FaultProxy proxy = FaultProxy.to(port);
        proxies.put(id, proxy);
        return proxy.port();
    }

    /**
     * From now on no byte goes between this broker and its followers or its controller, and no
     * connection breaks: they do not know. Clients reach it as before.
     */
    void cutOff(int id) {
        for (FaultProxy proxy : new FaultProxy[] {toBroker.get(id), toController.get(id)}) {
            proxy.blackHole(Direction.TO_SERVER);
            proxy.blackHole(Direction.TO_CLIENT);
        }
    }

    /** Ends it. What was on its way is lost with its connections, as it is in the end. */
    void heal() {
        proxies().forEach(FaultProxy::cut);
        proxies().forEach(FaultProxy::heal);
    }

    private Stream<FaultProxy> proxies() {
        return Stream.concat(toBroker.values().stream(), toController.values().stream());
    }

    @Override
    public void close() {
        proxies().forEach(FaultProxy::close);
    }
}

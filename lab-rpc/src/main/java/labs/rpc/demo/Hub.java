package labs.rpc.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import labs.rpc.client.Caller;
import labs.rpc.client.XmlRpcClient;
import labs.rpc.dispatch.Dispatcher;
import labs.rpc.server.ServerOptions;
import labs.rpc.server.XmlRpcServer;

/** A server where programs meet that do not know each other, and the workers that go there. */
final class Hub implements AutoCloseable {
    private final XmlRpcServer server;
    private final LongAdder requests = new LongAdder();
    private final AtomicBoolean closing = new AtomicBoolean();
    private final List<XmlRpcClient> clients = new ArrayList<>();
    private final List<Thread> workers = new ArrayList<>();

    /** What a worker does until it returns false: it is dead then, or nothing is left to do. */
    interface Work {
        boolean doOne();
    }

    Hub(Dispatcher dispatcher) {
        this.server = XmlRpcServer.start(ServerOptions.defaults(), dispatcher);
    }

    /** A client with a connection of its own, whose requests are counted. */
    Caller connect() {
        XmlRpcClient client = XmlRpcClient.to("127.0.0.1", server.port());
        clients.add(client);
        return new CountingCaller(client, requests);
    }

    void startWorker(Work work) {
        Thread thread = new Thread(() -> repeat(work), "demo-worker-" + (workers.size() + 1));
        workers.add(thread);
        thread.start();
    }

    private void repeat(Work work) {
        boolean alive = true;
        while (alive && !closing.get()) {
            alive = work.doOne();
        }
    }

    long requests() {
        return requests.sum();
    }

    @Override
    public void close() {
        closing.set(true);
        for (Thread worker : workers) {
            join(worker); // it waits for a task 100 ms at most
        }
        clients.forEach(XmlRpcClient::close);
        server.close();
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

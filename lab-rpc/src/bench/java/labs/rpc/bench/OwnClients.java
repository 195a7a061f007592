package labs.rpc.bench;

import java.net.MalformedURLException;
import java.net.URL;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import labs.rpc.client.Call;
import labs.rpc.client.ClientOptions;
import labs.rpc.client.XmlRpcClient;
import org.HdrHistogram.Histogram;
import org.apache.xmlrpc.client.XmlRpcClientConfigImpl;

/**
 * Each server with its own client: as many callers as connections, each making one call after the
 * other.
 */
final class OwnClients implements AutoCloseable {
    private static final String METHOD = "orders.quote";

    private final Map<String, Object> expected;
    private final int count;
    private final ExecutorService threads;

    /** A call that was made and answered. */
    private interface Caller {
        Object call() throws Exception;
    }

    OwnClients(int count, Map<String, Object> expected) {
        this.count = count;
        this.expected = expected;
        this.threads = Executors.newFixedThreadPool(count);
    }

    Measured ours(int port, double seconds) throws InterruptedException {
        Object[] params = Orders.params().toArray();
        var options = ClientOptions.to("127.0.0.1", port).maxConnections(count).build();
        try (XmlRpcClient client = XmlRpcClient.open(options)) {
            return run(seconds, () -> client.send(Call.of(METHOD, params)).get());
        }
    }

    /**
     * As {@link #ours}, but the next call is made by whoever brings the answer to the last: no
     * thread waits.
     */
    Measured oursWithFutures(int port, double seconds) throws InterruptedException {
        var options = ClientOptions.to("127.0.0.1", port).maxConnections(count).build();
        try (XmlRpcClient client = XmlRpcClient.open(options)) {
            return FutureLoop.run(client, count, seconds, expected);
        }
    }

    Measured apache(int port, double seconds) throws MalformedURLException, InterruptedException {
        XmlRpcClientConfigImpl config = new XmlRpcClientConfigImpl();
        config.setServerURL(new URL("http://127.0.0.1:" + port + "/RPC2"));
        var client = new org.apache.xmlrpc.client.XmlRpcClient();
        client.setConfig(config);
        Object[] params = Orders.params().toArray();
        return run(seconds, () -> client.execute(METHOD, params));
    }

    private Measured run(double seconds, Caller caller) throws InterruptedException {
        long start = System.nanoTime();
        long end = start + (long) (seconds * 1e9);
        List<Future<Histogram>> each = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            each.add(threads.submit(() -> loop(end, caller)));
        }
        Histogram all = new Histogram(60_000_000_000L, 3);
        for (Future<Histogram> one : each) {
            try {
                all.add(one.get());
            } catch (ExecutionException e) {
                throw new IllegalStateException("a call failed", e.getCause());
            }
        }
        return new Measured(all, (System.nanoTime() - start) / 1e9);
    }

    private Histogram loop(long end, Caller caller) throws Exception {
        Histogram latencies = new Histogram(60_000_000_000L, 3);
        while (System.nanoTime() < end) {
            long sent = System.nanoTime();
            Object answer = caller.call();
            latencies.recordValue(System.nanoTime() - sent);
            if (!expected.equals(answer)) {
                throw new IllegalStateException("a wrong answer: " + answer);
            }
        }
        return latencies;
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}

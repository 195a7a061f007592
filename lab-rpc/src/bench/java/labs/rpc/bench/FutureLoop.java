package labs.rpc.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import labs.rpc.client.Call;
import labs.rpc.client.XmlRpcClient;
import org.HdrHistogram.Histogram;

/**
 * One caller that lives on futures. Its callbacks come one after the other, so its fields need no
 * lock.
 */
final class FutureLoop {
    private final XmlRpcClient client;
    private final long end;
    private final Map<String, Object> expected;
    private final Call call = Call.of("orders.quote", Orders.params().toArray());
    private final Histogram latencies = new Histogram(60_000_000_000L, 3);
    private final CompletableFuture<Histogram> done = new CompletableFuture<>();
    private long sent;

    private FutureLoop(XmlRpcClient client, long end, Map<String, Object> expected) {
        this.client = client;
        this.end = end;
        this.expected = expected;
    }

    static Measured run(
            XmlRpcClient client, int count, double seconds, Map<String, Object> expected)
            throws InterruptedException {
        long start = System.nanoTime();
        List<FutureLoop> loops = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            FutureLoop loop = new FutureLoop(client, start + (long) (seconds * 1e9), expected);
            loops.add(loop);
            loop.next();
        }
        Histogram all = new Histogram(60_000_000_000L, 3);
        for (FutureLoop loop : loops) {
            try {
                all.add(loop.done.get());
            } catch (ExecutionException e) {
                throw new IllegalStateException("a call failed", e.getCause());
            }
        }
        return new Measured(all, (System.nanoTime() - start) / 1e9);
    }

    private void next() {
        sent = System.nanoTime();
        client.send(call).whenComplete(this::answered);
    }

    private void answered(Object answer, Throwable failure) {
        if (failure != null) {
            done.completeExceptionally(failure);
        } else if (!expected.equals(answer)) {
            done.completeExceptionally(new IllegalStateException("a wrong answer: " + answer));
        } else {
            latencies.recordValue(System.nanoTime() - sent);
            if (System.nanoTime() < end) {
                next();
            } else {
                done.complete(latencies);
            }
        }
    }
}

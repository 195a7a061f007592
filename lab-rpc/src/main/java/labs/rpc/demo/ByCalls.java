package labs.rpc.demo;

import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;
import labs.rpc.client.CallFailedException;
import labs.rpc.client.ClientOptions;
import labs.rpc.client.Idempotent;
import labs.rpc.client.XmlRpcClient;

/**
 * Plain calls: each worker is a server, and the coordinator calls them. It learns at once when one
 * dies, since its calls fail; but then it is the coordinator that must know what to do about it.
 */
final class ByCalls implements Way {
    /** Calls in progress on each worker. */
    private static final int LANES = 2;

    /** What a worker can do, as its caller sees it. */
    interface Worker {
        @Idempotent
        CompletableFuture<Integer> count(int task);
    }

    @Override
    public String name() {
        return "plain calls";
    }

    @Override
    public Cost run(Results results, Accident accident) throws InterruptedException {
        long start = System.nanoTime();
        LongAdder requests = new LongAdder();
        List<MortalWorker> workers = new ArrayList<>();
        List<XmlRpcClient> clients = new ArrayList<>();
        try {
            Coordinator coordinator = new Coordinator(results);
            for (int i = 0; i < WORKERS; i++) {
                MortalWorker worker = new MortalWorker(i == 0 ? accident : null);
                XmlRpcClient client = client(worker.port());
                workers.add(worker);
                clients.add(client);
                coordinator.workers.add(
                        new CountingCaller(client, requests).proxy("worker", Worker.class));
            }
            coordinator.begin();
            results.awaitAll();
            long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
            return new Cost(requests.sum(), millis);
        } finally {
            clients.forEach(XmlRpcClient::close);
            workers.forEach(MortalWorker::close);
        }
    }

    /** Gives out the tasks: at most so many to each worker at once. */
    private static final class Coordinator {
        private final Results results;
        private final Deque<Integer> tasks = new ConcurrentLinkedDeque<>();
        private final Queue<Worker> workers = new ConcurrentLinkedQueue<>();

        Coordinator(Results results) {
            this.results = results;
            IntStream.range(0, results.tasks()).forEach(tasks::add);
        }

        void begin() {
            for (Worker worker : List.copyOf(workers)) {
                for (int lane = 0; lane < LANES; lane++) {
                    next(worker);
                }
            }
        }

        private void next(Worker worker) {
            Integer task = tasks.poll();
            if (task != null) {
                worker.count(task).whenComplete((count, failure) -> done(worker, task, count));
            }
        }

        private void done(Worker worker, int task, Integer count) {
            if (count != null) {
                results.add(task, count);
                next(worker);
                return;
            }
            // It did not answer. The task is harmless to repeat, so another worker gets it.
            workers.remove(worker);
            tasks.addFirst(task);
            next(workers.element());
        }
    }

    @Override
    public int handInWithoutWorkers(int tasks) {
        int nobodysPort;
        try (MortalWorker worker = new MortalWorker(null)) {
            nobodysPort = worker.port();
        }
        try (XmlRpcClient client = client(nobodysPort)) {
            return (int) IntStream.range(0, tasks).filter(task -> accepts(client, task)).count();
        }
    }

    private static boolean accepts(XmlRpcClient client, int task) {
        try {
            client.call("worker.count", task);
            return true;
        } catch (CallFailedException e) {
            return false; // nobody listens
        }
    }

    private static XmlRpcClient client(int port) {
        return XmlRpcClient.open(ClientOptions.to("127.0.0.1", port).attempts(1).build());
    }

    @Override
    public String whoNotices() {
        return "the caller";
    }

    @Override
    public int addresses() {
        return WORKERS;
    }
}

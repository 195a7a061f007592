package labs.rpc.client;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import labs.rpc.dispatch.Dispatcher;
import labs.rpc.message.FaultException;
import labs.rpc.server.ServerOptions;
import labs.rpc.server.XmlRpcServer;

/** A real server with a bank on it, which counts the calls that it ran. */
final class BankServer implements AutoCloseable {
    private final AtomicInteger calls = new AtomicInteger();
    private final CountDownLatch gate = new CountDownLatch(1);
    private final XmlRpcServer server;

    BankServer() {
        Dispatcher dispatcher =
                new Dispatcher()
                        .register("bank", Bank.class, new MemoryBank())
                        .register("slow.wait", (context, method, params) -> waitAtTheGate())
                        .register("echo", (context, method, params) -> params.get(0));
        this.server =
                XmlRpcServer.start(
                        ServerOptions.defaults(),
                        (context, method, params) -> {
                            calls.incrementAndGet();
                            return dispatcher.call(context, method, params);
                        });
    }

    int port() {
        return server.port();
    }

    /** Calls that were run so far. */
    int calls() {
        return calls.get();
    }

    /** Lets all calls of {@code slow.wait} end. */
    void openGate() {
        gate.countDown();
    }

    private Object waitAtTheGate() throws InterruptedException {
        gate.await();
        return "through";
    }

    @Override
    public void close() {
        openGate();
        server.close();
    }

    private static final class MemoryBank implements Bank {
        private final Map<String, Long> balances = new TreeMap<>(); // guarded by this
        private final List<Entry> entries = new ArrayList<>(); // guarded by this

        MemoryBank() {
            balances.put("ann", 5_000_000_000L); // more than an int holds
            balances.put("bob", 7L);
        }

        @Override
        public synchronized long balance(String account) {
            return balances.getOrDefault(account, 0L);
        }

        @Override
        public synchronized long transfer(String from, String to, long amount) {
            balances.merge(from, -amount, Long::sum);
            balances.merge(to, amount, Long::sum);
            entries.add(new Entry(from, to, amount));
            return balances.get(from);
        }

        @Override
        public synchronized void close(String account) {
            balances.remove(account);
        }

        @Override
        public synchronized List<Entry> entries(String account) {
            return List.copyOf(entries);
        }

        @Override
        public synchronized Map<String, Long> balances() {
            return Map.copyOf(balances);
        }

        @Override
        public Entry echo(Entry entry) {
            return entry;
        }

        @Override
        public String fail(String message) {
            throw new FaultException(42, message);
        }

        @Override
        public List<String> notAList() {
            return null;
        }
    }
}

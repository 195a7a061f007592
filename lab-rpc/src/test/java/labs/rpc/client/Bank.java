package labs.rpc.client;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** The remote interface of these tests, as a client sees it. */
interface Bank {
    @Idempotent
    long balance(String account);

    long transfer(String from, String to, long amount);

    void close(String account);

    List<Entry> entries(String account);

    Map<String, Long> balances();

    Entry echo(Entry entry);

    String fail(String message);

    /** The server says a number. */
    List<String> notAList();

    default long total(String... accounts) {
        return List.of(accounts).stream().mapToLong(this::balance).sum();
    }

    /** A movement of money. */
    record Entry(String from, String to, long amount) {}

    /** The same server seen by a client that does not want to wait. */
    interface Async {
        CompletableFuture<Long> balance(String account);

        CompletableFuture<Long> transfer(String from, String to, long amount);

        CompletableFuture<List<Entry>> entries(String account);

        CompletableFuture<Void> close(String account);
    }
}

package labs.proxy.mysql;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Clients that insert rows, and note which were acknowledged. After an error they take a new
 * connection and a new row. Close it: that ends them.
 */
final class Writers implements AutoCloseable {
    private final Databases.Balanced balanced;
    private final AtomicLong ids = new AtomicLong();
    private final Set<Long> acknowledged = ConcurrentHashMap.newKeySet();
    private final List<String> errors = new CopyOnWriteArrayList<>();
    private final Set<Integer> since = ConcurrentHashMap.newKeySet(); // wrote after an error
    private final List<CompletableFuture<Void>> threads = new ArrayList<>();
    private final int count;
    private volatile boolean ended;

    private Writers(Databases.Balanced balanced, int count) {
        this.balanced = balanced;
        this.count = count;
    }

    static Writers start(Databases.Balanced balanced, int count) {
        var writers = new Writers(balanced, count);
        for (int i = 0; i < count; i++) {
            int number = i;
            writers.threads.add(
                    inBackground(
                            () -> {
                                writers.write(number);
                                return null;
                            }));
        }
        return writers;
    }

    private void write(int number) {
        while (!ended) {
            try (Connection connection = balanced.connect();
                    var insert = connection.prepareStatement("INSERT INTO t VALUES (?, 'x')")) {
                while (!ended) {
                    long id = ids.incrementAndGet();
                    insert.setLong(1, id);
                    insert.executeUpdate();
                    acknowledged.add(id);
                    if (!errors.isEmpty()) {
                        since.add(number);
                    }
                }
            } catch (SQLException e) {
                errors.add(e.getSQLState() + " " + e.getMessage());
            }
        }
    }

    Set<Long> acknowledged() {
        return acknowledged;
    }

    /** SQLSTATE and message of each error. */
    List<String> errors() {
        return errors;
    }

    /** Whether each of them has written something since there was an error. */
    boolean allHaveWrittenSince() {
        return since.size() == count;
    }

    static <T> CompletableFuture<T> inBackground(Callable<T> job) {
        var result = new CompletableFuture<T>();
        var thread =
                new Thread(
                        () -> {
                            try {
                                result.complete(job.call());
                            } catch (Exception e) {
                                result.completeExceptionally(e);
                            }
                        },
                        "mysql-client");
        thread.setDaemon(true);
        thread.start();
        return result;
    }

    @Override
    public void close() {
        ended = true;
        threads.forEach(CompletableFuture::join);
    }
}

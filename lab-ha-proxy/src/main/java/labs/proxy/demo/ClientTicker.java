package labs.proxy.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import labs.proxy.cluster.ClientMachine;
import labs.proxy.cluster.Write;

/** Says once a second what the client got done. */
final class ClientTicker implements AutoCloseable {
    private final ClientMachine client;
    private final Consumer<String> screen;
    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(
                    job -> {
                        var ticker = new Thread(job, "client-ticker");
                        ticker.setDaemon(true);
                        return ticker;
                    });
    private long next = 1; // only the thread's

    ClientTicker(ClientMachine client, Consumer<String> screen) {
        this.client = client;
        this.screen = screen;
    }

    void start() {
        thread.scheduleAtFixedRate(this::tick, 1, 1, TimeUnit.SECONDS);
    }

    private void tick() {
        try {
            List<Write> news = client.log().from(next).writes();
            screen.accept(news.isEmpty() ? "   client: waiting for an answer" : words(news));
            if (!news.isEmpty()) {
                next = news.get(news.size() - 1).number() + 1;
            }
        } catch (IllegalStateException e) {
            screen.accept("   client: " + e.getMessage());
            throw e; // and do not come again
        }
    }

    private static String words(List<Write> news) {
        List<String> words = new ArrayList<>();
        for (Write.Outcome outcome : Write.Outcome.values()) {
            long count = news.stream().filter(write -> write.outcome() == outcome).count();
            if (count > 0) {
                words.add(count + " " + word(outcome));
            }
        }
        return "   client: " + String.join(", ", words);
    }

    private static String word(Write.Outcome outcome) {
        return switch (outcome) {
            case ACKNOWLEDGED -> "written";
            case REFUSED -> "refused";
            case UNKNOWN -> "without an answer";
        };
    }

    @Override
    public void close() {
        thread.shutdownNow();
        try {
            thread.awaitTermination(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

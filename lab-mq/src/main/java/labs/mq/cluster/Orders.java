package labs.mq.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * Lines that the process that started this one writes to it. When that process has gone, this one
 * ends, however the other went. Thread-safe.
 */
public final class Orders {
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

    /** Begins to read standard input. */
    public static Orders fromStandardInput() {
        var orders = new Orders();
        var reader = new Thread(orders::read, "mq-orders");
        reader.setDaemon(true);
        reader.start();
        return orders;
    }

    private void read() {
        var input = new BufferedReader(new InputStreamReader(System.in, UTF_8));
        try {
            for (String line; (line = input.readLine()) != null; ) {
                lines.add(line);
            }
        } catch (IOException e) {
            // The pipe is broken, which says the same as its end.
        }
        Runtime.getRuntime().halt(0);
    }

    /** Waits for the next line. */
    public String next() {
        try {
            return lines.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for an order", e);
        }
    }
}

package labs.proxy.cluster;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A machine on the cluster's network that writes rows through the address that moves. */
public final class ClientMachine implements AutoCloseable {
    private final Process process;
    private final Thread reader = new Thread(this::read, "client-reader");
    private final Consumer<Write> told;
    private final List<Write> writes = new ArrayList<>(); // guarded by this
    private final StringBuilder noise = new StringBuilder(); // guarded by this

    private ClientMachine(Process process, Consumer<Write> told) {
        this.process = process;
        this.told = told;
    }

    /** Begins to write. */
    static ClientMachine start(
            List<String> network, long first, int pauseMillis, Consumer<Write> told) {
        List<String> command = new ArrayList<>(network);
        command.addAll(
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx48m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ProbeMain.class.getName(),
                        "jdbc:mariadb://" + Host.VIRTUAL_ADDRESS + ":3306/lab",
                        Long.toString(first),
                        Integer.toString(pauseMillis)));
        try {
            var client =
                    new ClientMachine(
                            Commands.builder(command).redirectErrorStream(true).start(), told);
            client.reader.setDaemon(true);
            client.reader.start();
            return client;
        } catch (IOException e) {
            throw new ClusterException("cannot start the client", e);
        }
    }

    private void read() {
        try (var lines =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line; (line = lines.readLine()) != null; ) {
                take(line);
            }
        } catch (IOException e) {
            // It was closed.
        }
    }

    private void take(String line) {
        String[] words = line.split(" ", -1);
        if (words.length == 4 && words[0].chars().allMatch(Character::isDigit)) {
            var write =
                    new Write(
                            Long.parseLong(words[0]),
                            Write.Outcome.valueOf(words[1]),
                            Long.parseLong(words[2]),
                            Long.parseLong(words[3]));
            synchronized (this) {
                writes.add(write);
            }
            told.accept(write);
        } else {
            synchronized (this) {
                noise.append(line).append('\n');
            }
        }
    }

    /**
     * What it has told so far.
     *
     * @throws IllegalStateException if it has died
     */
    public synchronized WriteLog log() {
        if (!process.isAlive()) {
            throw new IllegalStateException("the client has died, and said: " + noise);
        }
        return new WriteLog(writes);
    }

    /** The number behind the last one of which it has told. */
    public long next() {
        List<Write> all = log().writes();
        return all.isEmpty() ? 0 : all.get(all.size() - 1).number() + 1;
    }

    @Override
    public void close() {
        Commands.end(process);
        try {
            process.waitFor(10, TimeUnit.SECONDS);
            reader.join(TimeUnit.SECONDS.toMillis(10));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

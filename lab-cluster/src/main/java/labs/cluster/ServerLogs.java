package labs.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The logs of the servers of this JVM, so that they can be kept when a test fails: also of servers
 * that are gone by then, with their directories. Thread-safe.
 */
public final class ServerLogs {
    private static final int LINES = 20;
    private static final int MOST_SERVERS = 64;
    private static final int MOST_BYTES = 64 * 1024;

    private static final Map<Path, String> NAMES = new LinkedHashMap<>(); // guarded by class
    private static final Map<Path, String> ENDED = new LinkedHashMap<>(); // guarded by class

    private ServerLogs() {}

    static synchronized void add(ServerProcess server) {
        NAMES.put(server.log(), server.toString());
        ENDED.remove(server.log());
    }

    /** Remembers the ends of the logs below a directory that is about to be deleted. */
    static synchronized void remember(Path directory) {
        for (Path log : List.copyOf(NAMES.keySet())) {
            if (log.startsWith(directory)) {
                ENDED.put(log, NAMES.remove(log) + "\n" + end(log));
            }
        }
        while (ENDED.size() > MOST_SERVERS) {
            ENDED.remove(ENDED.keySet().iterator().next());
        }
    }

    /** Forgets the servers that are gone: what comes next is another test. */
    public static synchronized void forgetEnded() {
        ENDED.clear();
    }

    /**
     * Writes the ends of the logs, of servers that are there and that are gone, into files of that
     * directory, which is made if there is anything to write.
     *
     * @return how many
     */
    public static synchronized int keep(Path directory) throws IOException {
        var logs = new ArrayList<>(ENDED.values());
        NAMES.forEach(
                (log, name) -> {
                    if (Files.exists(log)) {
                        logs.add(name + "\n" + end(log));
                    }
                });
        if (!logs.isEmpty()) {
            Files.createDirectories(directory);
        }
        for (int i = 0; i < logs.size(); i++) {
            String name = logs.get(i).lines().findFirst().orElse("server");
            String file = "%02d-%s.log".formatted(i + 1, name.replaceAll("[^A-Za-z0-9.]+", "-"));
            Files.writeString(directory.resolve(file), logs.get(i));
        }
        return logs.size();
    }

    /** The last lines of a file, for a message. */
    static String tail(Path log) {
        List<String> lines = end(log).lines().toList();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - LINES), lines.size()));
    }

    private static String end(Path log) {
        try (var file = new RandomAccessFile(log.toFile(), "r")) {
            long from = Math.max(0, file.length() - MOST_BYTES);
            file.seek(from);
            var bytes = new byte[(int) (file.length() - from)];
            file.readFully(bytes);
            return new String(bytes, UTF_8);
        } catch (IOException e) {
            return "(no log: " + e + ")";
        }
    }
}

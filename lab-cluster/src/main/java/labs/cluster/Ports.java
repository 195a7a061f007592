package labs.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;

/**
 * Ports of the loopback interface for servers that are started, and started again: each is given to
 * one JVM of this user at a time. They lie below those that the kernel gives to connections, which
 * could take a port while its server is down. Thread-safe.
 */
public final class Ports {
    private static final int FIRST = 16_000;
    private static final int END = 32_000;
    private static final int ATTEMPTS = 1_000;

    // A lock on the byte with the port's number: the system releases it when this JVM ends, however
    // it ends. Closing any other channel of that file would release all of them.
    private static final FileChannel TAKEN = open();

    private Ports() {}

    private static FileChannel open() {
        Path file =
                Path.of(
                        System.getProperty("java.io.tmpdir"),
                        "lab-ports-" + System.getProperty("user.name"));
        try {
            return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    /**
     * A port that nobody listens on; ours until this JVM ends.
     *
     * @throws IllegalStateException if none was found
     */
    public static int free() {
        for (int i = 0; i < ATTEMPTS; i++) {
            int port = ThreadLocalRandom.current().nextInt(FIRST, END);
            if (take(port) && isFree(port)) {
                return port;
            }
        }
        throw new IllegalStateException(
                "no free port of the loopback interface between %d and %d in %d attempts"
                        .formatted(FIRST, END, ATTEMPTS));
    }

    /** So many, all different. */
    public static List<Integer> free(int count) {
        return IntStream.range(0, count).mapToObj(i -> free()).toList();
    }

    /**
     * The first of so many free ports that lie so far apart; all of them are ours until this JVM
     * ends.
     *
     * @throws IllegalStateException if none were found
     */
    public static int row(int count, int distance) {
        for (int i = 0; i < ATTEMPTS; i++) {
            int first = ThreadLocalRandom.current().nextInt(FIRST, END - count * distance);
            if (IntStream.range(0, count)
                    .map(n -> first + n * distance)
                    .allMatch(port -> take(port) && isFree(port))) {
                return first;
            }
        }
        throw new IllegalStateException("no row of %d free ports".formatted(count));
    }

    /** Takes it for this JVM; false if somebody, perhaps this JVM, has it. */
    private static boolean take(int port) {
        try {
            return TAKEN.tryLock(port, 1, false) != null;
        } catch (OverlappingFileLockException e) {
            return false; // ours already
        } catch (IOException e) {
            throw new UncheckedIOException("cannot lock port " + port, e);
        }
    }

    private static boolean isFree(int port) {
        try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort() == port;
        } catch (IOException e) {
            return false;
        }
    }
}

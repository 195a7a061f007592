package labs.cluster.container;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;

/**
 * Free ports of the loopback, below those that the system gives to clients: a server that is killed
 * finds its port free when it comes back.
 */
final class LoopbackPorts {
    private static final int FIRST = 20_000;
    private static final int LAST = 30_000;
    private static final int TRIES = 1000;

    private LoopbackPorts() {}

    static int free() {
        return free(1, 1);
    }

    /** The first of some free ports that lie so far apart. */
    static int free(int count, int distance) {
        for (int i = 0; i < TRIES; i++) {
            int first = ThreadLocalRandom.current().nextInt(FIRST, LAST - count * distance);
            if (IntStream.range(0, count).allMatch(n -> isFree(first + n * distance))) {
                return first;
            }
        }
        throw new IllegalStateException("no free ports from " + FIRST + " to " + LAST);
    }

    private static boolean isFree(int port) {
        try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException taken) {
            return false;
        }
    }
}

package labs.proxy.ops;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code stats socket}: takes commands on a Unix socket, as HAProxy does: a line, in which {@code
 * ;} may part several, is answered, and the connection ends. Only the user who started the proxy
 * may use it. Close it; the file goes then.
 */
public final class CommandSocket implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CommandSocket.class);
    private static final int AT_ONCE = 8;
    private static final int LONGEST_LINE = 4096;

    private final AtomicInteger count = new AtomicInteger();
    private final ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE, this::thread);
    private final Set<SocketChannel> clients = ConcurrentHashMap.newKeySet();
    private final Commands commands;
    private final Path path;
    private final ServerSocketChannel server;

    /**
     * Begins to listen.
     *
     * @throws IOException if it cannot; a file that a dead proxy left there is no hindrance
     */
    public CommandSocket(Path path, Commands commands) throws IOException {
        this.path = path;
        this.commands = commands;
        removeLeftover(path);
        server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            server.bind(UnixDomainSocketAddress.of(path));
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
        } catch (IOException e) {
            server.close();
            throw new IOException(
                    "cannot listen on stats socket " + path + ": " + e.getMessage(), e);
        }
        threads.execute(this::accept);
    }

    private Thread thread(Runnable work) {
        Thread thread = new Thread(work, "command-socket-" + count.incrementAndGet());
        thread.setDaemon(true);
        return thread;
    }

    private static void removeLeftover(Path path) throws IOException {
        if (!Files.exists(path)) {
            return;
        }
        try (SocketChannel other = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            other.connect(UnixDomainSocketAddress.of(path));
        } catch (IOException nobodyListens) {
            Files.delete(path);
            return;
        }
        throw new IOException("stats socket " + path + " is in use by another proxy");
    }

    private void accept() {
        try {
            while (true) {
                SocketChannel client = server.accept();
                clients.add(client);
                threads.execute(() -> serve(client));
            }
        } catch (ClosedChannelException | RejectedExecutionException closed) {
            LOG.debug("no more commands");
        } catch (IOException e) {
            LOG.warn("no more commands on {}: {}", path, e.getMessage());
        }
    }

    private void serve(SocketChannel client) {
        try (client;
                var reader = new BufferedReader(Channels.newReader(client, UTF_8), LONGEST_LINE);
                var writer = Channels.newWriter(client, UTF_8)) {
            String line = reader.readLine();
            for (String command : line == null ? new String[0] : line.split(";")) {
                writer.write(commands.run(command));
                writer.write("\n");
            }
        } catch (IOException e) {
            LOG.debug("a command's connection: {}", e.toString());
        } finally {
            clients.remove(client);
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (SocketChannel client : clients) {
            client.close();
        }
        threads.shutdownNow();
        Files.deleteIfExists(path);
    }
}

package labs.proxy.demo;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import labs.proxy.config.Bind;
import labs.proxy.config.ConfigException;
import labs.proxy.config.ConfigReader;
import labs.proxy.config.Configuration;
import labs.proxy.config.Frontend;
import labs.proxy.ops.CommandSocket;
import labs.proxy.ops.Commands;
import labs.proxy.run.Proxy;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import sun.misc.Signal;

/** Runs the proxy with a configuration of one's own, until Ctrl-C. */
@Command(
        name = "serve",
        mixinStandardHelpOptions = true,
        description =
                "Run the proxy with this configuration, in HAProxy's language, until Ctrl-C. SIGHUP,"
                        + " or the command 'reload' on its stats socket, reads the file anew; no"
                        + " connection is dropped.")
public final class ServeMain implements Callable<Integer> {
    private static final int BAD_INPUT = 2;

    @Parameters(index = "0", paramLabel = "FILE", description = "Such as my.cfg.")
    private Path file;

    @Option(names = "--check", description = "Only say whether the file can be used.")
    private boolean check;

    @Option(names = "--nio", description = "Java's own sockets, even where there is epoll.")
    private boolean nio;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "Event loops; as many as processors if not said.")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Option(
            names = "--grace",
            paramLabel = "SECONDS",
            defaultValue = "10",
            description =
                    "How long connections may finish at the end; ${DEFAULT-VALUE} if not said.")
    private int graceSeconds;

    private Proxy proxy;

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new ServeMain()).execute(arguments));
    }

    @Override
    public Integer call() throws InterruptedException {
        try {
            Configuration configuration = ConfigReader.read(file);
            if (check) {
                System.out.println(file + ": can be used");
                return 0;
            }
            return serve(configuration);
        } catch (NoSuchFileException e) {
            System.err.println("there is no file " + file);
        } catch (IOException | ConfigException e) {
            System.err.println(e.getMessage());
        }
        return BAD_INPUT;
    }

    private int serve(Configuration configuration) throws IOException, InterruptedException {
        try (var stop = new UntilStopped("serve-stop");
                Proxy running = Proxy.start(configuration, new Proxy.Options(!nio, threads))) {
            proxy = running;
            Optional<CommandSocket> socket = socket(configuration);
            say(configuration);
            Signal.handle(new Signal("HUP"), signal -> System.out.println(reload()));
            stop.await();
            System.out.println("stopping: connections may finish");
            boolean all = proxy.stop(Duration.ofSeconds(graceSeconds));
            System.out.println(all ? "stopped" : "stopped, and some were cut off");
            if (socket.isPresent()) {
                socket.get().close();
            }
            return 0;
        }
    }

    private Optional<CommandSocket> socket(Configuration configuration) throws IOException {
        Optional<String> path = configuration.global().statsSocket();
        return path.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new CommandSocket(
                                Path.of(path.get()), new Commands(proxy::status, this::reload)));
    }

    private String reload() {
        try {
            Configuration next = ConfigReader.read(file);
            proxy.reload(next);
            return file + ": read anew";
        } catch (IOException | ConfigException e) {
            return "nothing changed: " + e.getMessage();
        }
    }

    private void say(Configuration configuration) {
        for (Frontend frontend : configuration.frontends()) {
            for (Bind bind : frontend.binds()) {
                System.out.printf(
                        "%s listens on %s:%d%s%n",
                        frontend.name(),
                        bind.address().host(),
                        bind.address().port() == 0
                                ? proxy.address(frontend.name()).getPort()
                                : bind.address().port(),
                        bind.certificates().isEmpty() ? "" : ", TLS");
            }
        }
        System.out.println("Ctrl-C ends it");
    }
}

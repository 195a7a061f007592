package labs.proxy.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import labs.proxy.config.Address;
import labs.proxy.config.Bind;
import labs.proxy.config.ConfigException;
import labs.proxy.config.ConfigReader;
import labs.proxy.config.Configuration;
import labs.proxy.config.Frontend;
import labs.proxy.ops.CommandPort;
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

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "FILE",
            description = "Such as my.cfg; or say it as -f FILE.")
    private Path file;

    @Option(
            names = "-f",
            paramLabel = "FILE",
            description = "As HAProxy has it: the configuration; several are read as one.")
    private List<Path> files = new ArrayList<>();

    @Option(
            names = {"-c", "--check"},
            description = "Only say whether the configuration can be used.")
    private boolean check;

    @Option(
            names = {"-d", "-db", "-dM", "-dr", "-q", "-V", "-W", "-Ws", "-D"},
            description = "HAProxy's, about its process: taken, and without effect.")
    private boolean[] ignored;

    @Option(
            names = "-cc",
            paramLabel = "CONDITION",
            description = "HAProxy's: only say by the exit code whether an .if would hold.")
    private String condition;

    @Option(names = "-p", paramLabel = "FILE", description = "Write the process's number there.")
    private Path pidFile;

    @Option(
            names = {"-S", "-n", "-C", "-L", "-m", "-N"},
            paramLabel = "VALUE",
            description = "Likewise, with a value.")
    private List<String> ignoredValues = new ArrayList<>();

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
        if (condition != null) {
            return ConfigReader.holds(condition) ? 0 : 1;
        }
        if (file != null) {
            files.add(0, file);
        }
        if (files.isEmpty()) {
            System.err.println("no configuration: serve FILE, or serve -f FILE");
            return BAD_INPUT;
        }
        try {
            Configuration configuration = read();
            if (check) {
                Proxy.check(configuration);
                System.out.println(name() + ": can be used");
                System.out.println("Configuration file is valid");
                return 0;
            }
            return serve(configuration);
        } catch (NoSuchFileException e) {
            System.err.println("there is no file " + e.getFile());
        } catch (IOException | ConfigException e) {
            System.err.println(e.getMessage());
        }
        return BAD_INPUT;
    }

    private String name() {
        return files.stream().map(Path::toString).collect(Collectors.joining(", "));
    }

    private Configuration read() throws IOException, ConfigException {
        Configuration configuration = ConfigReader.read(files);
        configuration.warnings().forEach(warning -> System.err.println("warning: " + warning));
        boolean listens =
                configuration.frontends().stream().anyMatch(one -> !one.binds().isEmpty())
                        || !configuration.global().statsSockets().isEmpty();
        if (!listens) {
            throw new IOException(
                    name() + ": nothing to do: no frontend or listen that listens anywhere");
        }
        List<String> unknown = configuration.unknownNames();
        if (!unknown.isEmpty()) {
            throw new IOException(name() + ": " + String.join("\n" + name() + ": ", unknown));
        }
        return configuration;
    }

    private int serve(Configuration configuration) throws IOException, InterruptedException {
        try (var stop = new UntilStopped("serve-stop");
                Proxy running = Proxy.start(configuration, new Proxy.Options(!nio, threads))) {
            proxy = running;
            List<AutoCloseable> sockets = sockets(configuration);
            say(configuration);
            if (pidFile != null) {
                Files.writeString(pidFile, ProcessHandle.current().pid() + "\n");
            }
            reloadAtHangup();
            stop.await();
            System.out.println("stopping: connections may finish");
            boolean all = proxy.stop(Duration.ofSeconds(graceSeconds));
            System.out.println(all ? "stopped" : "stopped, and some were cut off");
            for (AutoCloseable socket : sockets) {
                close(socket);
            }
            return 0;
        }
    }

    private void reloadAtHangup() {
        try {
            Signal.handle(new Signal("HUP"), signal -> System.out.println(reload()));
        } catch (IllegalArgumentException e) {
            // A JVM that was told to leave signals alone (-Xrs) goes without.
            System.err.println("no reload at SIGHUP: " + e.getMessage());
        }
    }

    private static void close(AutoCloseable socket) throws IOException {
        try {
            socket.close();
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException("a stats socket: " + e.getMessage(), e);
        }
    }

    private List<AutoCloseable> sockets(Configuration configuration) throws IOException {
        var sockets = new ArrayList<AutoCloseable>();
        var commands = new Commands(proxy::status, this::reload, proxy::reload);
        for (Address address : configuration.global().statsSockets()) {
            sockets.add(
                    address.isUnix()
                            ? new CommandSocket(Path.of(address.host()), commands)
                            : new CommandPort(address, commands));
        }
        return sockets;
    }

    private String reload() {
        try {
            proxy.reload(read());
            return name() + ": read anew";
        } catch (IOException | ConfigException e) {
            return "nothing changed: " + e.getMessage();
        }
    }

    private String where(Frontend frontend, Bind bind) {
        Address address = bind.address();
        if (address.isUnix() || address.isInherited()) {
            return address.host();
        }
        boolean any = address.port() == 0;
        int port = any ? proxy.address(frontend.name()).getPort() : address.port();
        return address.host() + ":" + port;
    }

    private void say(Configuration configuration) {
        for (Frontend frontend : configuration.frontends()) {
            for (Bind bind : frontend.binds()) {
                System.out.printf(
                        "%s listens on %s%s%n",
                        frontend.name(),
                        where(frontend, bind),
                        bind.certificates().isEmpty() ? "" : ", TLS");
            }
        }
        System.out.println("Ctrl-C ends it");
    }
}

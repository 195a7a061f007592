package labs.rpc.demo;

import java.io.UncheckedIOException;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import labs.rpc.dispatch.Dispatcher;
import labs.rpc.server.ServerOptions;
import labs.rpc.server.XmlRpcServer;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Serves until Ctrl-C, so that any XML-RPC client can call. */
@Command(
        name = "server",
        sortOptions = false,
        description = {
            "Serve validator1.*, system.listMethods and its kin, and system.multicall at /RPC2,"
                    + " until Ctrl-C. In Python, for example:",
            "",
            "  from xmlrpc.client import ServerProxy",
            "  print(ServerProxy('http://127.0.0.1:8080/RPC2').system.listMethods())",
            ""
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "1:the port cannot be listened on",
            "2:wrong arguments",
            "130:stopped by Ctrl-C"
        })
public final class ServerMain implements Callable<Integer> {
    @Option(
            names = {"-p", "--port"},
            paramLabel = "N",
            defaultValue = "8080",
            description = "The port to listen on; 0 for any free one. Default: ${DEFAULT-VALUE}.")
    private int port;

    @Option(
            names = "--host",
            paramLabel = "ADDRESS",
            defaultValue = "127.0.0.1",
            description =
                    "The address to listen on; 0.0.0.0 lets other machines call."
                            + " Default: ${DEFAULT-VALUE}.")
    private String host;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    @SuppressWarnings("unused") // picocli reads it
    private boolean help;

    public static void main(String[] args) {
        System.exit(new CommandLine(new ServerMain()).execute(args));
    }

    @Override
    public Integer call() throws InterruptedException {
        if (port < 0 || port > 65_535) {
            System.err.println("--port must be between 0 and 65535, and not " + port + ".");
            return CommandLine.ExitCode.USAGE;
        }
        Dispatcher methods = DemoServer.methods();
        XmlRpcServer server;
        try {
            server =
                    DemoServer.start(
                            ServerOptions.defaults().with().host(host).port(port), methods);
        } catch (UncheckedIOException e) {
            System.err.printf(
                    "Cannot listen on %s:%d: is another program using this port? Choose another"
                            + " with --port N, or --port 0 for any free one.%n",
                    host, port);
            return 1;
        }
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server), "stop-server"));
        System.out.printf(
                "Serving %d methods at http://%s:%d/RPC2 (Ctrl-C stops)%n",
                methods.methods().size(), host, server.port());
        new CountDownLatch(1).await(); // Ctrl-C ends the program, through the hook
        return 0;
    }

    private static void stop(XmlRpcServer server) {
        System.out.printf("%nStopping: no new calls; those in progress are finished.%n");
        server.close();
        System.out.println("Stopped.");
    }
}

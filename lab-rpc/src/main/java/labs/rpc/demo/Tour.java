package labs.rpc.demo;

import java.io.IOException;
import java.util.concurrent.Callable;
import labs.rpc.server.ServerOptions;
import labs.rpc.server.XmlRpcServer;
import org.apache.xmlrpc.XmlRpcException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Shows what the chapter built: real calls by three clients, the wire, three mechanisms. */
@Command(
        name = "tour",
        sortOptions = false,
        description = {
            "Start the server on a free port, call it with our client, Apache XML-RPC's and",
            "Python's, show one exchange as it is on the wire, and do one job three ways."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:all went well", "1:something did not", "2:wrong arguments"})
public final class Tour implements Callable<Integer> {
    @Option(
            names = "--tasks",
            paramLabel = "N",
            defaultValue = "500",
            description = "Tasks of the job at the end. Default: ${DEFAULT-VALUE}.")
    private int tasks;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    @SuppressWarnings("unused") // picocli reads it
    private boolean help;

    public static void main(String[] args) {
        System.exit(new CommandLine(new Tour()).execute(args));
    }

    @Override
    public Integer call() throws IOException, InterruptedException, XmlRpcException {
        if (tasks < 20) {
            System.err.println("--tasks must be at least 20, and not " + tasks + ".");
            return CommandLine.ExitCode.USAGE;
        }
        Screen screen = Screen.standard();
        var methods = DemoServer.methods();
        try (XmlRpcServer server = DemoServer.start(ServerOptions.defaults().with(), methods)) {
            screen.line(
                    "Our server serves %d methods at http://127.0.0.1:%d/RPC2",
                    methods.methods().size(), server.port());
            return tour(screen, server.port()) ? 0 : 1;
        }
    }

    private boolean tour(Screen screen, int port)
            throws IOException, InterruptedException, XmlRpcException {
        Clients clients = new Clients(screen, port);
        screen.heading("Our client");
        clients.ours();
        screen.heading("Apache XML-RPC's client");
        clients.apaches();
        screen.heading("Python's xmlrpc.client");
        clients.pythons();
        screen.heading("One exchange on the wire");
        new Wire(screen).show(port, "validator1.countTheEntities", "a < b");
        screen.heading("One job, three ways: " + tasks + " tasks, 3 workers, and one of them dies");
        return new Comparison(tasks, screen).run();
    }
}

package labs.cluster.zookeeper;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import labs.cluster.ChildJvm;
import labs.cluster.Node;
import labs.cluster.ProcessNode;
import labs.cluster.ServerProcess;
import labs.cluster.SystemNode;
import org.apache.zookeeper.server.quorum.QuorumPeerMain;

/** One server of an {@link Ensemble}: the N of {@code server.N}. Thread-safe. */
public final class EnsembleNode extends SystemNode {
    EnsembleNode(Node node) {
        super(node);
    }

    /** One that is a child JVM. */
    static EnsembleNode embedded(
            int id, int clientPort, Path directory, List<String> configuration) {
        var process = new ServerProcess("ZooKeeper server " + id, directory.resolve("server.log"));
        return new EnsembleNode(
                new ProcessNode(
                        id,
                        "127.0.0.1:" + clientPort,
                        process,
                        () -> prepare(id, directory, configuration)));
    }

    private static List<String> prepare(int id, Path directory, List<String> configuration)
            throws IOException {
        Path data = Files.createDirectories(directory.resolve("data"));
        Files.writeString(data.resolve("myid"), Integer.toString(id));
        Path file = directory.resolve("zoo.cfg");
        Files.write(file, configuration);
        var flags = new ArrayList<>(ChildJvm.SHORT_LIVED);
        flags.addAll(
                List.of(
                        "-Xmx256m",
                        "-Dzookeeper.preAllocSize=1024", // KiB; 64 MiB a server otherwise
                        "-Dzookeeper.extendedTypesEnabled=true",
                        // A vote that got lost is told again after that at most, and not after up
                        // to 60 s.
                        "-Dzookeeper.fastleader.maxNotificationInterval=400",
                        "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn"));
        return ChildJvm.command(flags, QuorumPeerMain.class.getName(), List.of(file.toString()));
    }

    /** What it is at this moment, by its own word. */
    public Role role() {
        try {
            return Role.of(FourLetterWord.ask(port(), "srvr"));
        } catch (IOException e) {
            return Role.SILENT;
        }
    }
}

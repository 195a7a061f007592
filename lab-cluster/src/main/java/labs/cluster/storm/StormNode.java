package labs.cluster.storm;

import java.util.List;
import java.util.Optional;
import labs.cluster.ProcessNode;
import labs.cluster.ServerProcess;
import labs.cluster.SystemNode;

/** A daemon of a {@link StormCluster}: Nimbus, or a supervisor. Thread-safe. */
public final class StormNode extends SystemNode {
    private static final int HEAP_MIB = 256;

    private final StormHome home;

    StormNode(int id, String name, String address, StormHome home, String main) {
        super(
                new ProcessNode(
                        id,
                        address,
                        new ServerProcess(name, home.log()),
                        () -> home.command(main, HEAP_MIB)));
        this.home = home;
    }

    /** The workers that it has started and that live; none if it is Nimbus. */
    List<ProcessHandle> workers() {
        return home.workers().stream()
                .map(ProcessHandle::of)
                .flatMap(Optional::stream)
                .filter(ProcessHandle::isAlive)
                .toList();
    }
}

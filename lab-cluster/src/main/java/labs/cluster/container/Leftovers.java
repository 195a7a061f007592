package labs.cluster.container;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.Network;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Containers and networks whose JVM died before it could remove them. Each carries labels that name
 * its owner: the machine, the process, and when that was started, since numbers of processes come
 * again.
 */
final class Leftovers {
    private static final String HOST = "labs.owner.host";
    private static final String PROCESS = "labs.owner.process";
    private static final String STARTED = "labs.owner.started";

    private Leftovers() {}

    /** The labels of what this JVM starts. */
    static Map<String, String> labels() {
        ProcessHandle self = ProcessHandle.current();
        return Map.of(HOST, host(), PROCESS, "" + self.pid(), STARTED, started(self));
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "unnamed"; // a machine without a name has one owner of containers, too
        }
    }

    private static String started(ProcessHandle process) {
        return process.info().startInstant().map(Instant::toString).orElse("unknown");
    }

    /** Removes what dead JVMs of this machine have left, with its data. */
    static void sweep(DockerClient docker) {
        for (Container container :
                docker.listContainersCmd()
                        .withShowAll(true)
                        .withLabelFilter(List.of(HOST + "=" + host()))
                        .exec()) {
            if (isOrphan(container.getLabels())) {
                remove(docker, container);
            }
        }
        for (Network network : docker.listNetworksCmd().exec()) {
            Map<String, String> labels = network.getLabels();
            if (labels != null && host().equals(labels.get(HOST)) && isOrphan(labels)) {
                remove(docker, network);
            }
        }
    }

    static boolean isOrphan(Map<String, String> labels) {
        return ProcessHandle.of(Long.parseLong(labels.get(PROCESS)))
                .filter(process -> started(process).equals(labels.get(STARTED)))
                .isEmpty();
    }

    private static void remove(DockerClient docker, Container container) {
        try {
            docker.removeContainerCmd(container.getId())
                    .withForce(true)
                    .withRemoveVolumes(true)
                    .exec();
        } catch (NotFoundException | ConflictException gone) {
            return; // another JVM sweeps, too
        }
    }

    private static void remove(DockerClient docker, Network network) {
        try {
            docker.removeNetworkCmd(network.getId()).exec();
        } catch (NotFoundException | ConflictException gone) {
            return; // another JVM sweeps, too
        }
    }
}

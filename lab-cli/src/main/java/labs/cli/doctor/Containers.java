package labs.cli.doctor;

import java.nio.file.Path;
import java.util.List;
import labs.cli.cluster.DockerHost;

/** What the shared cluster and the tests in containers need. */
final class Containers {
    private static final String ENABLES = "enables: the shared cluster, and tests in containers; ";
    private static final long GIB = 1L << 30;
    private static final int CLUSTER_GIB = 8;

    private final DockerHost host;

    Containers(Path root) {
        this.host = new DockerHost(root);
    }

    /** What is missing first hides what it would take to look further. */
    List<Finding> examine() {
        if (!host.hasClient()) {
            return List.of(missing("Docker", "missing", DockerHost.NO_CLIENT));
        }
        return host.engine()
                .map(version -> List.of(good("Docker", version), compose(), base(), memory()))
                .orElseGet(
                        () ->
                                List.of(
                                        missing(
                                                "Docker",
                                                "no engine answers",
                                                DockerHost.NO_ENGINE)));
    }

    private Finding compose() {
        return host.compose()
                .map(version -> good("Docker Compose", version))
                .orElseGet(() -> missing("Docker Compose", "missing", DockerHost.NO_COMPOSE));
    }

    private Finding base() {
        return host.has(DockerHost.BASE)
                ? good("base image", DockerHost.BASE)
                : missing(
                        "base image",
                        DockerHost.BASE + " is not here yet",
                        "the first build pulls it; offline: docker load it");
    }

    private Finding memory() {
        String found = "%.1f GiB".formatted((double) host.memory() / GIB);
        // An engine counts a little less than what the machine was sold with.
        return host.memory() > CLUSTER_GIB * GIB * 9 / 10
                ? good("memory for containers", found)
                : missing(
                        "memory for containers",
                        found + " is less than " + CLUSTER_GIB + " GiB",
                        "start parts of the cluster only: lab cluster up kafka");
    }

    private static Finding good(String name, String detail) {
        return Finding.good(name, detail).optional();
    }

    private static Finding missing(String name, String detail, String advice) {
        return Finding.bad(name, detail, ENABLES + advice).optional();
    }
}

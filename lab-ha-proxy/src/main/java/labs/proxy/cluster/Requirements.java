package labs.proxy.cluster;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** What a machine must have to carry the cluster: Linux, programs, and the right to divide it. */
public final class Requirements {
    private static final Map<String, String> PACKAGES = new LinkedHashMap<>();

    static {
        PACKAGES.put("corosync", "corosync");
        PACKAGES.put("pacemakerd", "pacemaker");
        PACKAGES.put("crm_mon", "pacemaker-cli-utils");
        PACKAGES.put("crm", "crmsh");
        PACKAGES.put("mariadbd", "mariadb-server");
        PACKAGES.put("mariadb-install-db", "mariadb-server");
        PACKAGES.put("ip", "iproute2");
        PACKAGES.put("nsenter", "util-linux");
    }

    private Requirements() {}

    /** What is missing, with what to do about it; empty if a cluster can be started. */
    public static Optional<String> missing() {
        Optional<String> programs = missingPrograms(Commands.path());
        if (programs.isPresent()) {
            return programs;
        }
        if (!Files.isExecutable(Path.of("/usr/lib/ocf/resource.d/heartbeat/mysql"))) {
            return Optional.of(
                    "the resource agents are not installed: apt-get install resource-agents");
        }
        return missingRights();
    }

    static Optional<String> missingPrograms(String path) {
        List<String> programs = new ArrayList<>();
        Set<String> packages = new LinkedHashSet<>();
        PACKAGES.forEach(
                (program, its) -> {
                    if (!isOn(path, program)) {
                        programs.add(program);
                        packages.add(its);
                    }
                });
        if (programs.isEmpty()) {
            return Optional.empty();
        }
        packages.add("resource-agents");
        return Optional.of(
                "not installed: %s. On Debian, as root: apt-get install --no-install-recommends %s"
                        .formatted(String.join(", ", programs), String.join(" ", packages)));
    }

    private static boolean isOn(String path, String program) {
        return Pattern.compile(Pattern.quote(File.pathSeparator))
                .splitAsStream(path)
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    private static Optional<String> missingRights() {
        if (!Commands.output(List.of("id", "-u"), "", Duration.ofSeconds(20)).strip().equals("0")) {
            return Optional.of("only root may make the nodes: run it with sudo, or as root");
        }
        // All that a node needs: its own mounts, processes and network, and a bridge to hang it on.
        Commands.Ended tried =
                Commands.run(
                        List.of(
                                "unshare",
                                "--mount",
                                "--uts",
                                "--ipc",
                                "--net",
                                "--pid",
                                "--fork",
                                "--kill-child",
                                "--mount-proc",
                                "sh",
                                "-ec",
                                "mount -t tmpfs tmpfs /run; ip link add br0 type bridge; hostname n;"
                                        + " mount -t overlay overlay -o lowerdir=/run:/usr/sbin /usr/sbin"),
                        "",
                        Duration.ofSeconds(30));
        return tried.isWell()
                ? Optional.empty()
                : Optional.of(
                        "this machine lets nobody make namespaces with a network and mounts of"
                                + " their own (a container without CAP_SYS_ADMIN and CAP_NET_ADMIN,"
                                + " or a sandbox): use a virtual machine, or the compose file in"
                                + " lab-ha-proxy/cluster; it said: "
                                + tried.output().strip());
    }
}

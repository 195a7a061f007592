package labs.cli.cluster;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import labs.cli.course.Suggestion;
import labs.cli.problem.UsageException;

/** A system of the shared cluster: a profile of {@code docker-compose.yml}. */
public enum Part {
    ZOOKEEPER("LAB_ZOOKEEPER", addresses(12181, 12182, 12183), "zookeeper1"),
    KAFKA("LAB_KAFKA", addresses(19091, 19092, 19093), "kafka1"),
    MYSQL(
            "LAB_MYSQL",
            "jdbc:mariadb://127.0.0.1:13306/?user=lab&password=lab"
                    + "&sslMode=disable&allowPublicKeyRetrieval=true",
            "mysql1"),
    CEPH("LAB_CEPH", addresses(13300), "ceph"),
    /** Its workers are in containers: they come back to this machine, and share a directory. */
    STORM(
            "LAB_STORM",
            addresses(16627),
            "nimbus",
            "export LAB_STORM_DRIVER='172.30.1.254'",
            "export LAB_STORM_HEAP='320'",
            "export LAB_SHARED=\"${LAB_SHARED:-/tmp/labs-shared}\""),
    PACEMAKER("", "", "n1"); // nothing of it is reached from outside

    private final String variable;
    private final String value;
    private final String service;
    private final List<String> more; // lines for a shell

    Part(String variable, String value, String service, String... more) {
        this.variable = variable;
        this.value = value;
        this.service = service;
        this.more = List.of(more);
    }

    private static String addresses(int... ports) {
        return String.join(",", IntStream.of(ports).mapToObj(port -> "127.0.0.1:" + port).toList());
    }

    /** Those that come when none is named. */
    public static List<Part> common() {
        return Arrays.stream(values()).filter(part -> part != PACEMAKER).toList();
    }

    /**
     * The part with that name.
     *
     * @throws UsageException with the one that was perhaps meant
     */
    public static Part named(String name) {
        return Arrays.stream(values())
                .filter(part -> part.profile().equals(name))
                .findFirst()
                .orElseThrow(() -> new UsageException(unknown(name)));
    }

    private static String unknown(String name) {
        List<String> names = Arrays.stream(values()).map(Part::profile).toList();
        return "the cluster has no part '%s'%s; its parts are %s"
                .formatted(name, Suggestion.of(name, names), String.join(", ", names));
    }

    /** Its name in the file and on the command line. */
    public String profile() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The lines for a shell that point the labs at it; none where nothing is reached from here. */
    public List<String> exports() {
        if (variable.isEmpty()) {
            return List.of();
        }
        return Stream.concat(Stream.of("export %s='%s'".formatted(variable, value)), more.stream())
                .toList();
    }

    /** Whether its first service is healthy. */
    public boolean isAmong(List<Service> services) {
        return services.stream().anyMatch(each -> each.isHealthy() && each.name().equals(service));
    }
}

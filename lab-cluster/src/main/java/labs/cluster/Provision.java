package labs.cluster;

import static labs.cluster.Capability.CUT;
import static labs.cluster.Capability.INSPECT;
import static labs.cluster.Capability.KILL;
import static labs.cluster.Capability.PAUSE;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How a system is had. {@code LAB_KAFKA} and its like name a running one of yours; otherwise
 * {@value #VARIABLE} chooses among the others; otherwise it is embedded.
 */
public enum Provision {
    /** Started here, in this JVM or as child processes, from Maven artifacts. */
    EMBEDDED(KILL, PAUSE, CUT, INSPECT),
    /** Started here, from a package of this machine. */
    NATIVE(KILL, PAUSE, CUT, INSPECT),
    /** Started here, in containers of the images that {@code docker-compose.yml} builds. */
    CONTAINERS(KILL, PAUSE),
    /** Runs elsewhere, and is not ours to harm. */
    YOURS;

    /** The environment variable that chooses how systems are had: {@code embedded}, … */
    public static final String VARIABLE = "LAB_CLUSTER";

    private final Set<Capability> capabilities;

    Provision(Capability... capabilities) {
        this.capabilities = Set.of(capabilities);
    }

    /** Whether servers that are had in this way can be treated so. */
    public boolean allows(Capability capability) {
        return capabilities.contains(capability);
    }

    /**
     * How this system is to be had, by the environment of this process.
     *
     * @throws IllegalArgumentException if {@value #VARIABLE} is none of the ways
     */
    public static Provision of(RealSystem system) {
        return of(system, System.getenv());
    }

    static Provision of(RealSystem system, Map<String, String> environment) {
        if (address(system, environment).isPresent()) {
            return YOURS;
        }
        String way = environment.getOrDefault(VARIABLE, "").strip();
        if (way.isEmpty()) {
            return EMBEDDED;
        }
        return Arrays.stream(values())
                .filter(each -> each != YOURS && each.toString().equals(way))
                .findFirst()
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "%s is \"%s\"; expected embedded, native or containers"
                                                .formatted(VARIABLE, way)));
    }

    /** Where the user's own system runs, if the environment names one. */
    public static Optional<String> address(RealSystem system) {
        return address(system, System.getenv());
    }

    private static Optional<String> address(RealSystem system, Map<String, String> environment) {
        return Optional.ofNullable(environment.get(system.variable()))
                .map(String::strip)
                .filter(address -> !address.isEmpty());
    }

    /**
     * Refuses containers where what starts them is not on the class path: it is there for tests.
     *
     * @throws IllegalStateException with what to do instead
     */
    public static void requireContainers() {
        try {
            Class.forName("org.testcontainers.DockerClientFactory");
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(
                    "only tests start containers by themselves. Run ./lab cluster up, then"
                            + " eval \"$(./lab cluster env)\", and try again without "
                            + VARIABLE,
                    e);
        }
    }

    /** Says, on one line of standard error, how a system was had and where it is. */
    public void say(RealSystem system, String where) {
        System.err.println("lab-cluster: " + system.title() + ", " + this + ": " + where);
    }

    /** Refuses a system in this way, with the ways that there are. */
    public IllegalStateException notFor(RealSystem system, Provision... ways) {
        return new IllegalStateException(
                "there is no %s %s here. Set %s to %s, or %s to %s of a running one"
                        .formatted(
                                this,
                                system.title(),
                                VARIABLE,
                                Arrays.stream(ways)
                                        .map(Provision::toString)
                                        .collect(Collectors.joining(" or ")),
                                system.variable(),
                                system.form()));
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}

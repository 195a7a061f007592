package labs.cluster;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command line of a server that is a JVM of its own. */
public final class ChildJvm {
    /** Most live for a minute: the second compiler would work for nobody. */
    public static final List<String> SHORT_LIVED =
            List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

    private ChildJvm() {}

    /**
     * This JVM's program and class path, with a main class.
     *
     * @param flags of the JVM
     * @param arguments of the main class
     */
    public static List<String> command(List<String> flags, String main, List<String> arguments) {
        return command(flags, System.getProperty("java.class.path"), main, arguments);
    }

    /** The same with another class path. */
    public static List<String> command(
            List<String> flags, String classPath, String main, List<String> arguments) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(flags);
        command.addAll(List.of("-XX:-UsePerfData", "-Xshare:auto", "-cp", classPath, main));
        command.addAll(arguments);
        return List.copyOf(command);
    }
}

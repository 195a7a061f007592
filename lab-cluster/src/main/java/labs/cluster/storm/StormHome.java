package labs.cluster.storm;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import labs.cluster.ChildJvm;

/** The directory of one of Storm's daemons: configuration, jars, logs and state. */
final class StormHome {
    private static final String LOGGING =
            """
            <Configuration status="off"><Appenders>
            <File name="file" fileName="%s"><PatternLayout pattern="%%d %%p %%c{1} %%m%%n"/></File>
            </Appenders><Loggers><Root level="info"><AppenderRef ref="file"/></Root></Loggers>
            </Configuration>
            """;

    private final Path directory;

    private StormHome(Path directory) {
        this.directory = directory;
    }

    /**
     * Makes one.
     *
     * @param settings lines of {@code storm.yaml}
     */
    static StormHome create(Path directory, List<String> settings) throws IOException {
        var home = new StormHome(Files.createDirectory(directory));
        Path conf = Files.createDirectory(directory.resolve("conf"));
        var lines = new ArrayList<>(settings);
        lines.add("storm.local.dir: " + Files.createDirectory(directory.resolve("state")));
        Files.write(conf.resolve("storm.yaml"), lines);
        Files.createDirectory(directory.resolve("logs"));
        Path logging = Files.createDirectory(directory.resolve("log4j2"));
        Files.writeString(
                logging.resolve("cluster.xml"),
                LOGGING.formatted(directory.resolve("logs/daemon.log")));
        Files.writeString(
                logging.resolve("worker.xml"),
                LOGGING.formatted(directory.resolve("logs") + "/worker-${sys:worker.port}.log"));
        home.linkJars("lib");
        home.linkJars("lib-worker");
        return home;
    }

    /** The jars of this JVM's class path: whoever starts Storm depends on all that it needs. */
    private void linkJars(String name) throws IOException {
        Path lib = Files.createDirectory(directory.resolve(name));
        String paths = System.getProperty("java.class.path");
        for (String path : paths.split(File.pathSeparator)) {
            Path jar = Path.of(path);
            if (path.endsWith(".jar") && Files.isRegularFile(jar)) {
                Path link = lib.resolve(jar.getFileName());
                if (!Files.exists(link)) {
                    Files.createSymbolicLink(link, jar.toAbsolutePath());
                }
            }
        }
    }

    /** What starts a daemon. */
    List<String> command(String main, int heapMiB) {
        var flags = new ArrayList<>(ChildJvm.SHORT_LIVED);
        flags.addAll(
                List.of(
                        "-Xmx" + heapMiB + "m",
                        "-Dstorm.home=" + directory,
                        "-Dstorm.options=",
                        "-Dstorm.conf.file=",
                        "-Dstorm.log.dir=" + directory.resolve("logs"),
                        "-Djava.io.tmpdir=" + directory.resolve("state"),
                        "-Dlog4j2.configurationFile=" + directory.resolve("log4j2/cluster.xml")));
        String classPath = directory.resolve("lib") + "/*:" + directory.resolve("conf");
        return ChildJvm.command(flags, classPath, main, List.of());
    }

    /** Where its daemon logs, and where what it prints is put too. */
    Path log() {
        return directory.resolve("logs/daemon.log");
    }

    /** The workers that its supervisor has started: their process ids, by Storm's own record. */
    List<Long> workers() {
        Path workers = directory.resolve("state/workers");
        if (!Files.isDirectory(workers)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(workers)) {
            return files.filter(file -> file.getParent().getFileName().toString().equals("pids"))
                    .map(file -> Long.parseLong(file.getFileName().toString()))
                    .toList();
        } catch (UncheckedIOException | IOException changing) {
            return List.of(); // a worker's directory went while we looked
        }
    }
}

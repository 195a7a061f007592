package labs.compute.cluster;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The directory of one of Storm's daemons: configuration, jars, logs and state. */
final class StormHome {
    private static final String LOGGING =
            """
            <Configuration status="off"><Appenders>
            <File name="file" fileName="%s"><PatternLayout pattern="%%d %%p %%c{1} %%m%%n"/></File>
            </Appenders><Loggers><Root level="info"><AppenderRef ref="file"/></Root></Loggers>
            </Configuration>
            """;

    private static final int LAST = 10;

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

    /** The jars of this JVM's class path: this chapter depends on all that Storm needs. */
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

    Path path() {
        return directory;
    }

    /** Starts a daemon: its output goes to a file beside its log. */
    Process start(String main, int heapMiB) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return new ProcessBuilder(
                        java,
                        "-Xmx" + heapMiB + "m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Dstorm.home=" + directory,
                        "-Dstorm.options=",
                        "-Dstorm.conf.file=",
                        "-Dstorm.log.dir=" + directory.resolve("logs"),
                        "-Djava.io.tmpdir=" + directory.resolve("state"),
                        "-Dlog4j2.configurationFile=" + directory.resolve("log4j2/cluster.xml"),
                        "-cp",
                        directory.resolve("lib") + "/*:" + directory.resolve("conf"),
                        main)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("logs/out.log").toFile())
                .start();
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

    /** The end of what its daemon logged: for whoever has to find out why it does not run. */
    String lastWords() {
        return directory.getFileName() + ":\n" + tail("logs/out.log") + tail("logs/daemon.log");
    }

    private String tail(String file) {
        try {
            List<String> lines = Files.readAllLines(directory.resolve(file));
            List<String> last = lines.subList(Math.max(0, lines.size() - LAST), lines.size());
            return String.join("\n", last) + "\n";
        } catch (IOException e) {
            return "no " + file + "\n";
        }
    }
}

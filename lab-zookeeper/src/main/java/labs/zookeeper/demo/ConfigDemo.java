package labs.zookeeper.demo;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import labs.cluster.RealSystem;
import labs.zookeeper.config.ConfigException;
import labs.zookeeper.config.ConfigListener;
import labs.zookeeper.config.ConfigPublisher;
import labs.zookeeper.config.ConfigWatcher;
import labs.zookeeper.config.Diff;
import labs.zookeeper.config.MycatSchema;
import labs.zookeeper.config.NodeReader;
import labs.zookeeper.config.Problem;
import labs.zookeeper.config.Revision;
import labs.zookeeper.config.Snapshot;
import labs.zookeeper.curator.Curators;
import org.apache.curator.framework.CuratorFramework;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The configuration centre: as a show, or by hand against a running ensemble. */
@Command(
        name = "config",
        sortOptions = false,
        usageHelpWidth = 100,
        description = {
            "Without a command: start three ZooKeeper servers and show the configuration centre",
            "at work. With one: do that against the ensemble that LAB_ZOOKEEPER=host:port names.",
            "The keys are those of a sharding proxy: server/port, datanode/dn1/address, …",
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:all went well",
            "1:something did not",
            "2:wrong arguments",
            "3:refused: invalid, or not based on the current version",
            "130:stopped by Ctrl-C"
        })
public final class ConfigDemo implements Callable<Integer> {
    private static final Duration SESSION = Duration.ofSeconds(10);
    private static final int KEEP = 10;
    private static final String VARIABLE = RealSystem.ZOOKEEPER.variable();
    private static final int REFUSED = 3;

    @Option(
            names = "--root",
            paramLabel = "PATH",
            defaultValue = "/lab-config",
            description =
                    "The znode of the configuration, for commands. Default: ${DEFAULT-VALUE}.")
    private String root;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    @SuppressWarnings("unused") // picocli reads it
    private boolean help;

    public static void main(String[] args) {
        System.exit(DemoScreen.execute(new ConfigDemo(), args));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        return new ConfigShow(new DemoScreen()).run();
    }

    @Command(name = "get", description = "Print the current snapshot, or an older one.")
    int get(
            @Option(
                            names = "--version",
                            paramLabel = "N",
                            description = "A version that is still kept.")
                    Long version)
            throws InterruptedException {
        return with(
                publisher -> {
                    Snapshot snapshot =
                            version == null ? publisher.current() : publisher.read(version);
                    print(snapshot.revision());
                    snapshot.values()
                            .forEach((key, value) -> System.out.println(key + "=" + value));
                });
    }

    @Command(name = "publish", description = "Publish a properties file as the next version.")
    int publish(
            @Parameters(paramLabel = "FILE", description = "Such as: server/port=8066") Path file,
            @Option(names = "--who", defaultValue = "${user.name}", description = "Default: you.")
                    String who,
            @Option(names = "--comment", defaultValue = "by hand", description = "Why.")
                    String comment,
            @Option(
                            names = "--on",
                            paramLabel = "N",
                            description = "The version that it is based on. Default: the current.")
                    Long on)
            throws InterruptedException {
        return with(
                publisher -> {
                    Map<String, String> values = read(file);
                    long expected = on == null ? publisher.current().version() : on;
                    print(publisher.publish(expected, values, who, comment).revision());
                });
    }

    private static Map<String, String> read(Path file) {
        var properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            throw new IllegalArgumentException("cannot read " + file + ": " + e);
        }
        var values = new TreeMap<String, String>();
        properties.forEach((key, value) -> values.put(key.toString(), value.toString()));
        return values;
    }

    @Command(name = "history", description = "List the versions that are kept.")
    int history() throws InterruptedException {
        return with(publisher -> publisher.history().forEach(ConfigDemo::print));
    }

    @Command(name = "rollback", description = "Publish an old version once more.")
    int rollback(
            @Parameters(paramLabel = "N", description = "The version to go back to.") long version,
            @Option(names = "--who", defaultValue = "${user.name}", description = "Default: you.")
                    String who)
            throws InterruptedException {
        return with(
                publisher -> {
                    long now = publisher.current().version();
                    print(publisher.rollback(version, now, who, "back to " + version).revision());
                });
    }

    @Command(name = "watch", description = "Print each new version until Ctrl-C.")
    int watch() throws InterruptedException {
        return withClient(
                client -> {
                    var watcher =
                            new ConfigWatcher(
                                    NodeReader.over(client), root, MycatSchema.schema(), printer());
                    watcher.start();
                    System.out.println("Watching " + root + " (Ctrl-C stops)");
                    new CountDownLatch(1).await();
                });
    }

    private static ConfigListener printer() {
        return new ConfigListener() {
            @Override
            public void onChange(Snapshot snapshot, Diff diff) {
                print(snapshot.revision());
                diff.added().forEach((key, value) -> System.out.printf("  + %s=%s%n", key, value));
                diff.removed()
                        .forEach((key, value) -> System.out.printf("  - %s=%s%n", key, value));
                diff.changed()
                        .forEach((key, value) -> System.out.printf("  ~ %s=%s%n", key, value));
            }

            @Override
            public void onProblem(String problem) {
                System.err.println(problem);
            }
        };
    }

    private static void print(Revision revision) {
        System.out.printf(
                "version %d, %s, by %s: %s%n",
                revision.version(), revision.when(), revision.who(), revision.comment());
    }

    private interface Work<T> {
        void run(T with) throws InterruptedException;
    }

    private int with(Work<ConfigPublisher> work) throws InterruptedException {
        return withClient(
                client -> work.run(new ConfigPublisher(client, root, MycatSchema.schema(), KEEP)));
    }

    private int withClient(Work<CuratorFramework> work) throws InterruptedException {
        String connect = System.getenv(VARIABLE);
        if (connect == null || connect.isBlank()) {
            System.err.println("Set " + VARIABLE + "=host:port to the ensemble that you mean.");
            return 2;
        }
        try (CuratorFramework client = Curators.connect(connect, SESSION)) {
            work.run(client);
            return 0;
        } catch (ConfigException.Invalid e) {
            System.err.println("Refused; nothing was published:");
            for (Problem problem : e.problems()) {
                System.err.println("  " + problem);
            }
            return REFUSED;
        } catch (ConfigException.Conflict e) {
            System.err.println("Refused; nothing was published: " + e.getMessage());
            return REFUSED;
        }
    }
}

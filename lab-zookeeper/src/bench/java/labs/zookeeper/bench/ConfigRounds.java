package labs.zookeeper.bench;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import labs.kit.bench.Bench;
import labs.kit.bench.Series;
import labs.zookeeper.config.ConfigPublisher;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.api.transaction.CuratorOp;

/**
 * A change of a hundred keys, atomically, and a thousand clients that wait for it: ours with one
 * watch, against a node and a watch for each key.
 */
final class ConfigRounds {
    private static final int ROUNDS = 6;
    private static final int KEYS = 100;
    private static final int CLIENTS = 1_000;
    private static final String EACH = "a watch for each key";
    private static final String OUR_ROOT = "/bench-config-ours";
    private static final String EACH_ROOT = "/bench-config-each";
    private static final List<String> FLAGS = List.of("-Xmx1g", "-Xss256k", "-XX:+UseSerialGC");
    private final String servers;
    private final Series p99 =
            new Series(
                    "config-p99",
                    "100 keys change, 1,000 sessions watch: 99th percentile until a client has all",
                    "ms",
                    false);
    private final Series bytes =
            new Series("config-bytes", "the same: bytes over all clients' sockets", "bytes", false);
    private long version;

    ConfigRounds(String servers) {
        this.servers = servers;
    }

    /** Publishes a value of all keys. */
    private interface Publication {
        void publish(String value) throws Exception; // as Curator has it
    }

    List<Series> run() throws Exception {
        try (CuratorFramework client = BenchClients.curator(servers, Duration.ofSeconds(20))) {
            var publisher = new ConfigPublisher(client, OUR_ROOT, WatchersMain.SCHEMA, 3);
            Publication ours =
                    value ->
                            version =
                                    publisher
                                            .publish(version, values(value), "bench", "")
                                            .version();
            Publication each = value -> client.transaction().forOperations(sets(client, value));
            String first = text(0);
            ours.publish(first);
            for (int key = 0; key < KEYS; key++) {
                client.create()
                        .creatingParentsIfNeeded()
                        .forPath(EACH_ROOT + "/k" + key, first.getBytes());
            }
            measure(ours, each, first);
        }
        p99.ratio(ZooKeeperBench.OURS, EACH, 1);
        bytes.ratio(ZooKeeperBench.OURS, EACH, 1);
        return List.of(p99, bytes);
    }

    private void measure(Publication ours, Publication each, String first) throws Exception {
        try (Child one = watchers("one", OUR_ROOT, first);
                Child many = watchers("each", EACH_ROOT, first)) {
            one.hear("following");
            many.hear("following");
            for (int round = -1; round < ROUNDS; round++) {
                change(round, one, ZooKeeperBench.OURS, ours);
                change(round, many, EACH, each);
            }
        }
    }

    private Child watchers(String how, String root, String first) throws Exception {
        return new Child(
                WatchersMain.class,
                FLAGS,
                List.of(servers, "" + CLIENTS, how, root, "" + KEYS, first));
    }

    private void change(int round, Child watchers, String system, Publication publication)
            throws Exception {
        String value = text(round + 2);
        watchers.say("expect " + value);
        watchers.hear("ready");
        long start = WatchersMain.micros();
        publication.publish(value);
        long[] heard = Stream.of(watchers.hear().split(" ")).mapToLong(Long::parseLong).toArray();
        long[] seenAt = Arrays.copyOfRange(heard, 1, heard.length);
        Arrays.sort(seenAt);
        double millis = (seenAt[CLIENTS * 99 / 100 - 1] - start) / 1e3;
        System.out.printf(
                "%-9s config, %s: p99 %.0f ms, %,d bytes%n",
                Bench.label(round), system, millis, heard[0]);
        if (round >= 0) {
            p99.add(system, millis);
            bytes.add(system, heard[0]);
        }
    }

    /** A value as long as a usual one: an address, say. */
    private static String text(int number) {
        return "db-%04d.shop.example.internal:3306".formatted(number);
    }

    private static Map<String, String> values(String value) {
        var values = new TreeMap<String, String>();
        IntStream.range(0, KEYS).forEach(key -> values.put("k" + key, value));
        return values;
    }

    private static List<CuratorOp> sets(CuratorFramework client, String value) throws Exception {
        var sets = new java.util.ArrayList<CuratorOp>();
        for (int key = 0; key < KEYS; key++) {
            sets.add(
                    client.transactionOp()
                            .setData()
                            .forPath(EACH_ROOT + "/k" + key, value.getBytes()));
        }
        return sets;
    }
}

package labs.zookeeper.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import labs.zookeeper.config.ConfigListener;
import labs.zookeeper.config.ConfigPublisher;
import labs.zookeeper.config.Diff;
import labs.zookeeper.config.Schema;
import labs.zookeeper.config.Snapshot;
import labs.zookeeper.config.ValueType;

/** What was published, and what watchers saw. Thread-safe. */
final class Configs {
    static final Schema SCHEMA = Schema.empty().optional("*", new ValueType.Text(100));
    private static final int KEYS = 20;
    private final Map<Long, String> acknowledged = new HashMap<>(); // guarded by this
    private final ConcurrentLinkedQueue<String> wrong = new ConcurrentLinkedQueue<>();
    private int failures; // guarded by this
    private int seen; // guarded by this

    /** All keys have the same value, so that half a change shows. */
    static Map<String, String> values(String value) {
        var values = new TreeMap<String, String>();
        IntStream.range(0, KEYS).forEach(key -> values.put("k" + key, value));
        return values;
    }

    synchronized void acknowledged(long version, String value) {
        String other = acknowledged.put(version, value);
        if (other != null) {
            wrong.add("version " + version + " was acknowledged as " + other + " and " + value);
        }
    }

    synchronized void countFailure() {
        failures++;
    }

    private synchronized void countSeen() {
        seen++;
    }

    /** The listener of one watcher. */
    ConfigListener watch() {
        return new ConfigListener() {
            private long last; // touched on the event thread alone

            @Override
            public void onChange(Snapshot snapshot, Diff diff) {
                countSeen();
                if (snapshot.version() <= last) {
                    wrong.add("after version " + last + " came " + snapshot.version());
                }
                last = snapshot.version();
                String torn = torn(snapshot);
                if (!torn.isEmpty()) {
                    wrong.add(torn);
                }
            }

            @Override
            public void onProblem(String problem) {
                wrong.add(problem);
            }
        };
    }

    private static String torn(Snapshot snapshot) {
        List<String> different = snapshot.values().values().stream().distinct().toList();
        boolean whole = different.size() == 1 && snapshot.values().size() == KEYS;
        return whole || snapshot.version() == 0
                ? ""
                : "version " + snapshot.version() + " is torn: " + snapshot.values();
    }

    /** Every acknowledged version is there, as it was published, and nobody saw half of one. */
    synchronized void requireNothingLostNorTorn(ConfigPublisher publisher)
            throws InterruptedException {
        assertThat(wrong).as("what watchers and publishers saw").isEmpty();
        for (var published : acknowledged.entrySet()) {
            Snapshot kept = publisher.read(published.getKey());
            assertThat(torn(kept)).isEmpty();
            assertThat(kept.text("k0"))
                    .as("version %s, which was acknowledged", published.getKey())
                    .isEqualTo(published.getValue());
        }
        long newest = acknowledged.keySet().stream().mapToLong(v -> v).max().orElse(0);
        assertThat(publisher.current().version()).isGreaterThanOrEqualTo(newest);
    }

    @Override
    public synchronized String toString() {
        return "configuration: %d versions acknowledged, %d not, %d snapshots seen"
                .formatted(acknowledged.size(), failures, seen);
    }
}

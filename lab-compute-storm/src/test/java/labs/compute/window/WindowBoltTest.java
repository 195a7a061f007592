package labs.compute.window;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import labs.compute.storm.LocalStorm;
import labs.compute.storm.LocalTopology;
import labs.compute.storm.Shared;
import labs.compute.storm.WithStorm;
import org.apache.storm.Config;
import org.apache.storm.topology.TopologyBuilder;
import org.apache.storm.tuple.Fields;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@WithStorm
@Timeout(value = 240, unit = TimeUnit.SECONDS)
class WindowBoltTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final WindowAssigner SLIDING = new WindowAssigner(1_000, 250);
    private static final int LAG = 200;
    private static final int FIRST_PHASE = 400;
    private static final List<Event> LATE = List.of(new Event("k1", 1_100), new Event("k2", 1_000));
    private static final Event END = new Event("end", 60_000);

    private final Shared<AtomicInteger> limit = Shared.of(new AtomicInteger(FIRST_PHASE));
    private final Shared<AtomicInteger> acked = Shared.of(new AtomicInteger());
    private final Shared<AtomicInteger> ackedBeside = Shared.of(new AtomicInteger());
    private final Shared<Queue<List<Object>>> ours = Shared.of(new ConcurrentLinkedQueue<>());
    private final Shared<Queue<List<Object>>> oursLate = Shared.of(new ConcurrentLinkedQueue<>());
    private final Shared<Queue<List<Object>>> beside = Shared.of(new ConcurrentLinkedQueue<>());
    private final Shared<Queue<List<Object>>> besideLate = Shared.of(new ConcurrentLinkedQueue<>());
    private final Shared<Queue<List<Object>>> storms = Shared.of(new ConcurrentLinkedQueue<>());
    private final Shared<Queue<List<Object>>> stormsLate = Shared.of(new ConcurrentLinkedQueue<>());

    /**
     * Out of order by less than the lag; then two that are late, and one that closes all windows.
     */
    private static List<Event> events(long seed) {
        var random = new Random(seed);
        var events = new ArrayList<Event>();
        for (int i = 0; i < FIRST_PHASE; i++) {
            events.add(new Event("k" + random.nextInt(4), 1_000 + i * 10 + random.nextInt(LAG)));
        }
        events.addAll(LATE);
        events.add(END);
        return events;
    }

    /** By definition: each key and window, and how many of the events in time it holds. */
    private static Map<List<Object>, Long> truth(List<List<Event>> inputs) {
        return inputs.stream()
                .flatMap(input -> input.subList(0, FIRST_PHASE).stream())
                .flatMap(
                        event ->
                                SLIDING.windowsOf(event.time()).stream()
                                        .map(
                                                window ->
                                                        List.<Object>of(
                                                                event.key(),
                                                                window.start(),
                                                                window.end())))
                .collect(Collectors.groupingBy(row -> row, Collectors.counting()));
    }

    /** The same of what came out; a window that fired twice shows by its sum. */
    private static Map<List<Object>, Long> counts(Shared<Queue<List<Object>>> rows) {
        return rows.get().stream()
                .filter(row -> !row.get(0).equals(END.key()))
                .collect(
                        Collectors.groupingBy(
                                row -> row.subList(0, 3),
                                Collectors.summingLong(row -> (Long) row.get(3))));
    }

    @Test
    void shouldCountInWindowsAsStormDoesAndSendLateTuplesAside(LocalStorm storm) {
        List<List<Event>> two = List.of(events(1), events(2));
        List<List<Event>> one = List.of(events(3));
        var builder = new TopologyBuilder();
        builder.setSpout("two", new EventSpout(two, limit, acked), 2);
        builder.setBolt("ours", new WindowBolt(SLIDING, LAG), 2)
                .fieldsGrouping("two", new Fields("key"))
                .allGrouping("two", WindowBolt.PROGRESS);
        collect(builder, "ours", ours, oursLate);
        builder.setSpout("one", new EventSpout(one, limit, ackedBeside), 1);
        builder.setBolt("beside", new WindowBolt(SLIDING, LAG))
                .globalGrouping("one")
                .allGrouping("one", WindowBolt.PROGRESS);
        collect(builder, "beside", beside, besideLate);
        builder.setBolt("storms", new StormWindowBolt(SLIDING, LAG)).globalGrouping("one");
        collect(builder, "storms", storms, stormsLate);

        LocalTopology topology =
                storm.submit(
                        "windows",
                        Map.of(Config.TOPOLOGY_MESSAGE_TIMEOUT_SECS, 120),
                        builder.createTopology());
        awaitWindowsUpTo(topology, 4_750);
        assertThat(acked.get().get())
                .as("acked: an event from 4000 on is in a window that has not fired")
                .isLessThanOrEqualTo(600);
        limit.get().set(Integer.MAX_VALUE);
        awaitWindowsUpTo(topology, 6_000);

        Map<List<Object>, Long> expected = truth(one);
        await(topology, "Storm's own windows", storms, expected);
        await(topology, "windows of one input", beside, expected);
        await(topology, "windows of two inputs", ours, truth(two));
        topology.await(
                PATIENCE,
                () -> acked.get().get() >= 2 * (FIRST_PHASE + LATE.size()),
                () -> acked.get() + " events of two inputs were acked");
        assertThat(counts(beside)).as("one input, key by window").isEqualTo(expected);
        assertThat(counts(ours)).as("two inputs, key by window").isEqualTo(truth(two));
        assertThat(late(oursLate)).as("late tuples of two inputs").hasSize(4).containsAll(LATE);
        assertThat(late(besideLate)).as("late tuples").containsExactlyElementsOf(LATE);
        assertThat(stormsLate.get()).as("Storm's late tuples").hasSize(LATE.size());
    }

    private static void collect(
            TopologyBuilder builder,
            String from,
            Shared<Queue<List<Object>>> rows,
            Shared<Queue<List<Object>>> late) {
        builder.setBolt(from + "-rows", new CollectBolt(rows)).globalGrouping(from);
        builder.setBolt(from + "-late", new CollectBolt(late))
                .globalGrouping(from, WindowBolt.LATE);
    }

    private void awaitWindowsUpTo(LocalTopology topology, long end) {
        for (var rows : List.of(ours, beside, storms)) {
            topology.await(
                    PATIENCE,
                    () -> rows.get().stream().anyMatch(row -> (Long) row.get(2) >= end),
                    () -> "no window with an end of %d or more fired".formatted(end));
        }
    }

    private static void await(
            LocalTopology topology,
            String what,
            Shared<Queue<List<Object>>> rows,
            Map<List<Object>, Long> expected) {
        long total = expected.values().stream().mapToLong(Long::longValue).sum();
        topology.await(
                PATIENCE,
                () -> counts(rows).values().stream().mapToLong(Long::longValue).sum() >= total,
                () ->
                        "%s: %d of %d windows of a key fired"
                                .formatted(what, counts(rows).size(), expected.size()));
    }

    private static List<Event> late(Shared<Queue<List<Object>>> rows) {
        return rows.get().stream()
                .map(row -> new Event((String) row.get(0), (Long) row.get(1)))
                .toList();
    }
}

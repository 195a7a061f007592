package labs.mq.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import labs.kit.bench.Bench;
import labs.kit.bench.Series;

/** How much each side takes and gives, what that costs it, and what it then holds of memory. */
final class LoadRounds {
    private static final int ROUNDS = 5;
    private static final int WARM_UPS = 2;
    private static final String LIMIT = "limit";

    /** One kind of records, and what was measured with it. */
    private static final class Kind {
        final Payload payload;
        final int count;
        final String acks;
        final Series produce;
        final Series fetch;
        final Series cpu;

        Kind(String name, String title, int size, int count, String acks) {
            this.payload = new Payload(size);
            this.count = count;
            this.acks = acks;
            this.produce = new Series("produce-" + name, "produce, " + title, "MB/s", true);
            this.fetch = new Series("fetch-" + name, "fetch, " + title, "MB/s", true);
            this.cpu =
                    new Series(
                            "cpu-" + name,
                            "CPU time of the broker, taking and giving, " + title,
                            "us/record",
                            false);
        }

        List<Series> series() {
            return List.of(produce, fetch, cpu);
        }

        double rate(double seconds) {
            return count / seconds * payload.size() / 1e6;
        }
    }

    private final Brokers brokers;
    private final Kind large = new Kind("1k", "1 KiB records, acks=all", 1024, 200_000, "all");
    private final Kind small = new Kind("100", "100 B records, acks=all", 100, 1_000_000, "all");
    private final Kind one = new Kind("1k-acks-1", "1 KiB records, acks=1", 1024, 100_000, "1");
    private final Series memory =
            new Series("memory", "resident memory of the broker's process", "MB", false);

    LoadRounds(Brokers brokers) {
        this.brokers = brokers;
    }

    List<Series> run() throws Exception {
        for (int round = -WARM_UPS; round < ROUNDS; round++) {
            round(round);
        }
        var all = new ArrayList<Series>();
        for (Kind kind : List.of(large, small, one)) {
            kind.produce.ratio(Brokers.OURS, Brokers.KAFKA, 1);
            kind.fetch.ratio(Brokers.OURS, Brokers.KAFKA, 1);
            kind.cpu.ratio(Brokers.OURS, Brokers.KAFKA);
            all.addAll(kind == one ? List.of(kind.produce) : kind.series());
        }
        memory.ratio(Brokers.OURS, LIMIT, 1);
        memory.ratio(Brokers.OURS, Brokers.KAFKA);
        all.add(memory);
        return all;
    }

    private void round(int round) throws Exception {
        for (Kind kind : List.of(large, small, one)) {
            for (Side side : brokers.inTurns(round + WARM_UPS)) {
                measure(round, kind, side);
            }
        }
        if (round >= 0) {
            brokers.inTurns(0).forEach(side -> memory.add(side.name(), side.residentMegabytes()));
            memory.add(LIMIT, 256);
        }
    }

    private static void measure(int round, Kind kind, Side side) throws Exception {
        try (var load = new Load(side)) {
            long before = side.cpu().toNanos();
            double produce = kind.rate(load.produce(kind.payload, kind.count, kind.acks));
            double fetch = kind.rate(load.fetch(kind.payload, kind.count));
            double cpu = (side.cpu().toNanos() - before) / 1e3 / kind.count;
            System.out.printf(
                    Locale.ROOT,
                    "%-9s %-12s %4d B, acks=%-3s  produce %4.0f MB/s  fetch %4.0f MB/s  CPU %.2f us/record  %.0f MB%n",
                    Bench.label(round),
                    side.name(),
                    kind.payload.size(),
                    kind.acks,
                    produce,
                    fetch,
                    cpu,
                    side.residentMegabytes());
            if (round >= 0) {
                kind.produce.add(side.name(), produce);
                kind.fetch.add(side.name(), fetch);
                kind.cpu.add(side.name(), cpu);
            }
        }
    }
}

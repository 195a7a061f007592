package labs.compute.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import labs.compute.mapreduce.Coordinator;
import labs.compute.mapreduce.Emitter;
import labs.compute.mapreduce.Job;
import labs.compute.mapreduce.JobSpec;
import labs.compute.mapreduce.Slice;
import labs.compute.mapreduce.WordCount;

/** What MapReduce is bad at, in figures: a tiny job, rounds over the same data, one hot key. */
public final class MapReduceLimits {
    private static final int NODES = 100_000;
    private static final int EDGES = 5;
    private static final int ROUNDS = 5;
    private static final int WORDS = 3_000_000;

    private final Path scratch;
    private int jobs;

    private MapReduceLimits(Path scratch) {
        this.scratch = scratch;
    }

    public static void main(String[] args) throws IOException, InterruptedException {
        Path scratch = Files.createTempDirectory("lab-mapreduce-limits-");
        try {
            var limits = new MapReduceLimits(scratch);
            limits.latency();
            limits.rounds();
            limits.skew();
        } finally {
            delete(scratch);
        }
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : (Iterable<Path>) files.sorted((a, b) -> b.compareTo(a))::iterator) {
                Files.deleteIfExists(file);
            }
        }
    }

    private record Done(Path output, double seconds, List<Long> reduceMillis) {}

    private Done run(Class<? extends Job> job, List<Path> inputs, int reducers)
            throws IOException, InterruptedException {
        Path output = scratch.resolve("out-" + jobs++);
        JobSpec spec =
                JobSpec.of(job, inputs, output)
                        .withReducers(reducers)
                        .withHeapMegabytes(128)
                        .withSplitBytes(4 << 20)
                        .withSpeculation(false);
        long start = System.nanoTime();
        try (var coordinator = new Coordinator(spec)) {
            coordinator.run(progress -> {});
            double seconds = (System.nanoTime() - start) / 1e9;
            return new Done(output, seconds, coordinator.reduceMillis());
        }
    }

    private void latency() throws IOException, InterruptedException {
        Path text = Files.writeString(scratch.resolve("tiny"), "to be or not to be\n");
        for (int i = 0; i < 3; i++) {
            System.out.printf(
                    "latency: 19 bytes counted in %.2f s%n",
                    run(WordCount.class, List.of(text), 1).seconds());
        }
    }

    /** Each round reads what the one before wrote: rank and neighbours of each node. */
    private void rounds() throws IOException, InterruptedException {
        int[][] graph = graph();
        double[] ranks = new double[NODES];
        Arrays.fill(ranks, 1);
        List<Path> files = List.of(write(graph));
        long written = 0;
        double total = 0;
        for (int round = 0; round < ROUNDS; round++) {
            Done done = run(PageRank.class, files, 2);
            files = parts(done.output());
            total += done.seconds();
            for (Path file : files) {
                written += Files.size(file);
            }
        }
        long start = System.nanoTime();
        for (int round = 0; round < ROUNDS; round++) {
            ranks = next(graph, ranks);
        }
        double inMemory = (System.nanoTime() - start) / 1e9;
        check(ranks, files);
        System.out.printf(
                "rounds: %d of PageRank, %,d nodes, %,d edges: %.1f s, %,d MB of results written;"
                        + " in memory %.2f s%n",
                ROUNDS, NODES, NODES * EDGES, total, written >> 20, inMemory);
    }

    private static int[][] graph() {
        var random = new SplittableRandom(3);
        int[][] graph = new int[NODES][EDGES];
        for (int[] neighbours : graph) {
            Arrays.setAll(neighbours, i -> random.nextInt(NODES));
        }
        return graph;
    }

    private Path write(int[][] graph) throws IOException {
        var text = new StringBuilder();
        for (int node = 0; node < NODES; node++) {
            text.append(node).append("\t1.0");
            for (int neighbour : graph[node]) {
                text.append(' ').append(neighbour);
            }
            text.append('\n');
        }
        return Files.writeString(scratch.resolve("graph"), text);
    }

    private static double[] next(int[][] graph, double[] ranks) {
        double[] next = new double[NODES];
        Arrays.fill(next, 0.15);
        for (int node = 0; node < NODES; node++) {
            for (int neighbour : graph[node]) {
                next[neighbour] += 0.85 * ranks[node] / EDGES;
            }
        }
        return next;
    }

    private static void check(double[] ranks, List<Path> files) throws IOException {
        int seen = 0;
        for (Path file : files) {
            for (String line : Files.readAllLines(file)) {
                String[] fields = line.split("[\t ]");
                double expected = ranks[Integer.parseInt(fields[0])];
                if (Math.abs(Double.parseDouble(fields[1]) - expected) > 1e-6) {
                    throw new IllegalStateException("expected " + expected + ", found " + line);
                }
                seen++;
            }
        }
        if (seen != NODES) {
            throw new IllegalStateException(seen + " nodes of " + NODES);
        }
    }

    private static List<Path> parts(Path output) throws IOException {
        try (Stream<Path> files = Files.list(output)) {
            return files.filter(file -> file.getFileName().toString().startsWith("part-")).toList();
        }
    }

    private void skew() throws IOException, InterruptedException {
        for (int hot : new int[] {0, 50}) {
            List<Path> text = List.of(words(hot));
            print(hot, "without a combiner", run(PlainCount.class, text, 8));
            print(hot, "with a combiner", run(WordCount.class, text, 8));
        }
    }

    private static void print(int hot, String how, Done done) {
        double mean = done.reduceMillis().stream().mapToLong(x -> x).average().orElseThrow();
        long slowest = done.reduceMillis().stream().mapToLong(x -> x).max().orElseThrow();
        System.out.printf(
                "skew: %d%% of the words are one, %s: %.1f s; reducers %.0f ms in the mean,"
                        + " slowest %d ms: %.1f times%n",
                hot, how, done.seconds(), mean, slowest, slowest / mean);
    }

    private Path words(int hotPercent) throws IOException {
        var random = new SplittableRandom(4);
        Path file = scratch.resolve("words-" + hotPercent);
        try (var out = Files.newBufferedWriter(file, StandardCharsets.US_ASCII)) {
            for (int i = 0; i < WORDS; i++) {
                boolean isHot = random.nextInt(100) < hotPercent;
                out.write(isHot ? "hot" : "w" + random.nextInt(20_000));
                out.write(i % 10 == 9 ? '\n' : ' ');
            }
        }
        return file;
    }

    /** Word count whose reduce function may not be applied to parts. */
    public static final class PlainCount implements Job {
        private final WordCount count = new WordCount();

        @Override
        public void map(Slice line, Emitter out) throws IOException {
            count.map(line, out);
        }

        @Override
        public void reduce(Slice key, Iterator<Slice> values, Emitter out) throws IOException {
            count.reduce(key, values, out);
        }
    }

    /** One round: a node's rank goes to its neighbours, and its neighbours to itself. */
    public static final class PageRank implements Job {
        @Override
        public void map(Slice line, Emitter out) throws IOException {
            String[] fields = line.toString().split("[\t ]");
            var neighbours = new StringBuilder();
            Slice share = Slice.of(Double.toString(Double.parseDouble(fields[1]) / EDGES));
            for (int i = 2; i < fields.length; i++) {
                out.emit(Slice.of(fields[i]), share);
                neighbours.append(' ').append(fields[i]);
            }
            out.emit(Slice.of(fields[0]), Slice.of(neighbours.toString()));
        }

        @Override
        public void reduce(Slice key, Iterator<Slice> values, Emitter out) throws IOException {
            double sum = 0;
            String neighbours = "";
            while (values.hasNext()) {
                String value = values.next().toString();
                if (value.startsWith(" ")) {
                    neighbours = value;
                } else {
                    sum += Double.parseDouble(value);
                }
            }
            out.emit(key, Slice.of((0.15 + 0.85 * sum) + neighbours));
        }
    }
}

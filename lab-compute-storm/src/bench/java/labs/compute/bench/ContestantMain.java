package labs.compute.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A process with one contestant: {@code NAME DIRECTORY ROWS MEMORY}. */
final class ContestantMain {
    private ContestantMain() {}

    public static void main(String[] args) throws Exception {
        Path directory = Path.of(args[1]);
        long rows = Long.parseLong(args[2]);
        long memory = Long.parseLong(args[3]);
        try (Contestant contestant = open(args[0], directory, rows, memory)) {
            System.out.println("# up");
            serve(contestant);
        }
        System.exit(0); // some of Storm's threads are no daemons
    }

    private static Contestant open(String name, Path directory, long rows, long memory)
            throws Exception {
        return switch (name) {
            case "ours" -> new Ours(directory, memory);
            case "duckdb" -> new DuckDb(directory);
            case "joinbolt" -> new TupleByTuple(directory, rows, true);
            case "naive" -> new TupleByTuple(directory, rows, false);
            default -> throw new IllegalArgumentException("who is " + name + "?");
        };
    }

    private static void serve(Contestant contestant) throws IOException {
        var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String[] words = line.split(" ");
            long start = System.nanoTime();
            String rows =
                    words[0].equals("query")
                            ? contestant.query()
                            : contestant.page(Long.parseLong(words[1]));
            System.out.println("# " + (System.nanoTime() - start) / 1e9 + " " + rows);
            contestant.rest();
        }
    }
}

package labs.compute.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import labs.compute.mapreduce.Coordinator;
import labs.compute.mapreduce.JobSpec;
import labs.compute.mapreduce.WordCount;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Counts the words of a generated text by worker processes, and checks what they counted. */
@Command(
        name = "mapreduce",
        mixinStandardHelpOptions = true,
        description = "Counts the words of a generated text by worker processes with small heaps.")
public final class MapReduceMain implements Callable<Integer> {
    private static final long MEGABYTE = 1 << 20;

    @Option(
            names = "--bytes",
            defaultValue = "64m",
            converter = ByteSize.class,
            description = "how much text, as 64m or 1g (default: ${DEFAULT-VALUE})")
    private long bytes;

    @Option(
            names = "--heap",
            defaultValue = "256",
            description = "of each worker, in MB (default: ${DEFAULT-VALUE})")
    private int heap;

    @Option(
            names = "--workers",
            defaultValue = "2",
            description = "how many processes (default: ${DEFAULT-VALUE})")
    private int workers;

    @Option(
            names = "--reducers",
            defaultValue = "4",
            description = "how many parts the result has (default: ${DEFAULT-VALUE})")
    private int reducers;

    @Option(names = "--kill", description = "kill a worker when a third of the map tasks is done")
    private boolean kills;

    private boolean hasKilled;
    private String shown = "";
    private final ProcessWatch watch = new ProcessWatch();

    public static void main(String[] args) {
        Reasons.runAndExit(new CommandLine(new MapReduceMain()), args);
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        try (var scratch = new Scratch("lab-mapreduce-demo-")) {
            Path output = scratch.path().resolve("counts");
            Path input = scratch.path().resolve("text");
            JobSpec spec = spec(input, output);
            var text = new GeneratedText(7);
            long start = System.nanoTime();
            text.write(input, bytes);
            System.out.printf("%,d bytes of text: %.1f s%n", Files.size(input), seconds(start));
            start = System.nanoTime();
            count(spec);
            double seconds = seconds(start);
            System.out.printf("counted: %.1f s, %.0f MB/s%n", seconds, bytes / seconds / MEGABYTE);
            System.out.println(watch);
            return check(text, output);
        }
    }

    private JobSpec spec(Path input, Path output) {
        return JobSpec.of(WordCount.class, List.of(input), output)
                .withWorkers(workers)
                .withReducers(reducers)
                .withHeapMegabytes(heap);
    }

    private void count(JobSpec spec) throws IOException, InterruptedException {
        try (var coordinator = new Coordinator(spec)) {
            coordinator.run(progress -> look(coordinator, progress));
        }
    }

    private void look(Coordinator coordinator, String progress) {
        watch.look(coordinator.workers());
        if (!progress.equals(shown)) {
            System.out.println("  " + progress);
            shown = progress;
        }
        if (kills && !hasKilled && coordinator.isThirdDone()) {
            hasKilled = true;
            ProcessHandle worker = coordinator.workers().get(0);
            System.out.println("  killing process " + worker.pid());
            worker.destroyForcibly();
        }
    }

    private static int check(GeneratedText text, Path output) throws IOException {
        String wrong = text.differenceTo(output);
        System.out.println(
                wrong.isEmpty()
                        ? "right: %,d words, %,d different".formatted(text.words(), text.distinct())
                        : "WRONG: " + wrong);
        return wrong.isEmpty() ? 0 : 1;
    }

    private static double seconds(long start) {
        return (System.nanoTime() - start) / 1e9;
    }
}

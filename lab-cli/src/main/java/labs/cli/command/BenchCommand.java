package labs.cli.command;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import labs.cli.bench.BarChart;
import labs.cli.bench.Bench;
import labs.cli.bench.BenchPrinter;
import labs.cli.bench.BenchReader;
import labs.cli.bench.BenchRun;
import labs.cli.bench.BenchWriter;
import labs.cli.course.Chapter;
import labs.cli.course.Repository;
import labs.cli.course.Selection;
import labs.cli.run.Scratch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Measures a chapter beside its peers. */
@Command(
        name = "bench",
        description = {
            "Run a chapter's benchmark, ours and the peers side by side, and print the ratios with"
                    + " their spread.",
            "Writes what was measured as JSON, and a chart of each result as SVG beside it.",
            "With arguments, which may name a part, other results in that file are kept."
        },
        footer = {
            "  lab bench rpc                        writes docs/bench/rpc.json and the charts",
            "  lab bench rpc --out /tmp/rpc.json"
        })
final class BenchCommand extends LabCommand {
    @Parameters(index = "0", paramLabel = "CHAPTER", description = "Such as rpc.")
    private String name;

    @Parameters(
            index = "1..*",
            arity = "0..*",
            paramLabel = "ARGS",
            description = "Arguments of the benchmark itself, after --.")
    private List<String> arguments = List.of();

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "Where the JSON goes; docs/bench/CHAPTER.json when absent.")
    private Path out;

    BenchCommand(Context context) {
        super(context);
    }

    @Override
    public Integer call() {
        Repository repository = repository();
        Chapter chapter = Selection.chapter(repository, name).chapter();
        BenchRun run = new BenchRun(repository, chapter);
        run.build(console());
        try (Scratch scratch = Scratch.create("lab-bench-")) {
            // A benchmark that breaks off must not spoil the figures of the last one.
            Path measured = scratch.directory().resolve(name + ".json");
            int code = run.run(build(repository, chapter).flags(), measured, arguments);
            if (code != 0) {
                console().note("lab: the benchmark ended with exit code %d", code);
                return ExitCode.NOT_PASSED;
            }
            report(BenchReader.read(measured, name), measured, target(repository));
        }
        return ExitCode.OK;
    }

    private Path target(Repository repository) {
        return out == null
                ? repository.root().resolve("docs/bench/" + name + ".json")
                : context().directory().resolve(out).normalize();
    }

    private void report(Bench bench, Path measured, Path target) {
        new BenchPrinter(console()).print(bench);
        if (arguments.isEmpty()) {
            move(measured, target);
        } else {
            BenchWriter.merge(bench, target); // perhaps a part only: the rest is kept
        }
        console().line("%s", target);
        for (Bench.Result result : bench.results()) {
            Path chart = target.resolveSibling(name + "-" + result.name() + ".svg");
            BarChart.draw(result, chart);
            console().line("%s", chart);
        }
    }

    private static void move(Path measured, Path target) {
        try {
            Files.createDirectories(target.getParent());
            Files.move(measured, target, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}

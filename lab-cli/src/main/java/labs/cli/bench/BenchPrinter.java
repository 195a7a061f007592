package labs.cli.bench;

import labs.cli.bench.Bench.Ratio;
import labs.cli.bench.Bench.Result;
import labs.cli.terminal.Console;

/** Prints medians with their spread, and whether the goals are met. */
public final class BenchPrinter {
    private final Console console;

    public BenchPrinter(Console console) {
        this.console = console;
    }

    public void print(Bench bench) {
        bench.results().forEach(this::print);
    }

    private void print(Result result) {
        int rounds = result.series().get(0).values().size();
        console.line(
                "%s  %s, median of %d rounds (least … most), %s is better",
                console.bold(result.title()), result.unit(), rounds, result.better());
        result.series()
                .forEach(
                        series ->
                                console.line(
                                        "  %-28s %s", series.name(), Figures.of(series.spread())));
        result.ratios().forEach(ratio -> print(result, ratio));
    }

    private void print(Result result, Ratio ratio) {
        console.line(
                "  %s : %s = %s%s",
                ratio.of(), ratio.to(), Figures.of(result.spread(ratio)), goal(result, ratio));
    }

    private String goal(Result result, Ratio ratio) {
        if (ratio.goal() == null) {
            return "";
        }
        String words = result.better().equals("lower") ? "at most " : "at least ";
        String goal = "  goal " + words + Figures.of(ratio.goal()) + ": ";
        return goal + (result.meets(ratio) ? console.green("met") : console.red("not met"));
    }
}

package labs.mq.compare;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import labs.mq.compare.Comparison.Answers;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Asks queues and logs the same questions, and prints the table of the walkthrough. */
@Command(
        name = "compare",
        mixinStandardHelpOptions = true,
        description = "Asks queues and logs the same questions, and prints what they did.")
public final class CompareDemo implements Callable<Integer> {
    public static void main(String[] args) {
        System.exit(new CommandLine(new CompareDemo()).execute(args));
    }

    @Override
    public Integer call() throws Exception {
        System.out.println(
                "Seven questions to each of five systems; this takes about two minutes.");
        List<Answers> all = Comparison.all(System.out::println);
        System.out.println();
        System.out.println(table(all));
        return 0;
    }

    private static String table(List<Answers> all) {
        var rows = new ArrayList<List<String>>();
        rows.add(row("", all, Answers::system));
        for (Question question : Question.values()) {
            rows.add(row(question.text(), all, answers -> answers.byQuestion().get(question)));
        }
        return rows.stream().map(row -> line(row, widths(rows))).collect(joining("\n"));
    }

    private static List<String> row(
            String first, List<Answers> all, Function<Answers, String> cell) {
        return Stream.concat(Stream.of(first), all.stream().map(cell)).toList();
    }

    private static int[] widths(List<List<String>> rows) {
        return IntStream.range(0, rows.get(0).size())
                .map(i -> rows.stream().mapToInt(row -> row.get(i).length()).max().orElse(0))
                .toArray();
    }

    private static String line(List<String> row, int[] widths) {
        return IntStream.range(0, row.size())
                .mapToObj(i -> String.format("%-" + Math.max(1, widths[i]) + "s", row.get(i)))
                .collect(joining("  "))
                .stripTrailing();
    }
}

package labs.cli.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import labs.cli.course.Repository;
import labs.cli.course.Selection;
import labs.cli.diff.SideBySide;
import labs.cli.markers.Cutter;
import labs.cli.problem.UsageException;
import labs.cli.results.Results;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Mine beside the reference. */
@Command(
        name = "diff",
        description = {
            "Your version of an exercise beside the reference, where they differ.",
            "Once the exercise passes; before that only with --reveal."
        },
        footer = {"  lab diff rpc-1", "  lab diff rpc-1 --reveal | less"})
final class DiffCommand extends LabCommand {
    @Parameters(paramLabel = "EXERCISE", description = "Such as rpc-1.")
    private String id;

    @Option(names = "--reveal", description = "Show the solution before yours passes.")
    private boolean reveal;

    DiffCommand(Context context) {
        super(context);
    }

    @Override
    public Integer call() {
        Repository copy = repository();
        Selection mine = Selection.exercise(copy, id);
        Repository reference = Reference.behind(copy);
        if (!reveal && !new Results(copy).passed(mine.exercise())) {
            throw new UsageException(
                    "%s has not passed yet: 'lab check %s' first, or --reveal the solution"
                            .formatted(id, id));
        }
        Path solved = reference.root().resolve(mine.chapter().module());
        mine.exercise().files().forEach(file -> show(mine.chapter().dir(), solved, file));
        return ExitCode.OK;
    }

    private void show(Path mine, Path reference, String file) {
        SideBySide sides = new SideBySide(console());
        sides.heading(file, "the reference");
        List<String> left = lines(read(mine.resolve(file)));
        List<String> right = lines(Cutter.cut(reference.resolve(file)).solved());
        if (!sides.print(left, right)) {
            console().line("  the same");
        }
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static List<String> lines(byte[] bytes) {
        return new String(bytes, UTF_8).lines().toList();
    }
}

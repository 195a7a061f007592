package labs.cli.command;

import java.util.concurrent.Callable;
import labs.cli.course.Chapter;
import labs.cli.course.Repository;
import labs.cli.run.ChapterBuild;
import labs.cli.terminal.Console;
import labs.cli.terminal.Progress;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What all commands share: their help, and the context they work in. */
@Command(
        synopsisHeading = "Usage: ",
        descriptionHeading = "%n",
        parameterListHeading = "%nParameters:%n",
        optionListHeading = "%nOptions:%n",
        commandListHeading = "%nCommands:%n",
        footerHeading = "%nExamples:%n",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done; everything passed",
            "1:a test failed, or the course is not proved",
            "2:wrong usage",
            "3:the course is broken: a manifest, a marker, a planted mistake",
            "4:this machine lacks something: a JDK, Maven, room on the disk",
            "70:a bug in lab itself",
            "130:interrupted"
        },
        usageHelpAutoWidth = true)
abstract class LabCommand implements Callable<Integer> {
    private final Context context;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help and exit.")
    private boolean help;

    LabCommand(Context context) {
        this.context = context;
    }

    final Context context() {
        return context;
    }

    final Console console() {
        return context.console();
    }

    final Repository repository() {
        return context.repository();
    }

    /** What the poms say of the chapter; asks Maven, with progress, when they have changed. */
    final ChapterBuild build(Repository repository, Chapter chapter) {
        String work = "finding what " + chapter.module() + " needs";
        try (Progress progress = console().progress(work)) {
            return ChapterBuild.of(repository, chapter);
        }
    }
}

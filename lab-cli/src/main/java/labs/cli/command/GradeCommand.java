package labs.cli.command;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import labs.cli.course.Chapter;
import labs.cli.course.Repository;
import labs.cli.course.Selection;
import labs.cli.grade.ChapterGrader;
import labs.cli.grade.ClassGrader;
import labs.cli.grade.ClassReport;
import labs.cli.grade.Submission;
import labs.cli.problem.UsageException;
import labs.cli.run.Bubblewrap;
import labs.cli.run.ChapterBuild;
import labs.cli.run.NoSandbox;
import labs.cli.run.Sandbox;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Grades a folder of submissions. */
@Command(
        name = "grade",
        description = {
            "Grades submissions under this repository's own poms and tests.",
            "Of each it takes the Java sources of the chapters, and nothing else. They are not"
                    + " trusted: each exercise runs in a JVM of its own, under limits, and in a"
                    + " sandbox where bubblewrap is installed."
        },
        footer = {
            "  lab grade submissions --out report            every folder in it is one student's",
            "  lab grade submissions/alice --out report      one submission",
            "  lab grade submissions --chapter rpc --out report"
        })
final class GradeCommand extends LabCommand {
    @Parameters(
            arity = "1..*",
            paramLabel = "DIR",
            description = "A submission, or a folder of submissions.")
    private List<Path> dirs;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "REPORT",
            description =
                    "Where scores.json, scores.csv, autograding.json (for GitHub Classroom),"
                            + " index.html and students/*.html go.")
    private Path out;

    @Option(
            names = "--chapter",
            paramLabel = "CHAPTER",
            description = "Grade these chapters only; by default every open one.")
    private List<String> chapterNames = List.of();

    @Option(
            names = "--jobs",
            paramLabel = "N",
            description = "Submissions graded at a time; by default one more than cores.")
    private int jobs = Runtime.getRuntime().availableProcessors() + 1;

    @Option(
            names = "--no-sandbox",
            description = "Do without bubblewrap even where it is; the report says so.")
    private boolean noSandbox;

    GradeCommand(Context context) {
        super(context);
    }

    @Override
    public Integer call() {
        Repository repository = repository();
        refuse(repository);
        List<Chapter> chapters = chapters(repository);
        List<Submission> submissions = submissions(chapters);
        Sandbox sandbox = sandbox();
        var graders = new ArrayList<ChapterGrader>();
        try {
            chapters.forEach(chapter -> graders.add(prepare(repository, chapter, sandbox)));
            report(grade(repository, graders, sandbox, submissions), chapters);
        } finally {
            graders.forEach(ChapterGrader::close);
        }
        return ExitCode.OK;
    }

    private ChapterGrader prepare(Repository repository, Chapter chapter, Sandbox sandbox) {
        try (var progress = console().progress("preparing the tests of " + chapter.name())) {
            return new ChapterGrader(chapter, ChapterBuild.of(repository, chapter), sandbox);
        }
    }

    private ClassReport grade(
            Repository repository,
            List<ChapterGrader> graders,
            Sandbox sandbox,
            List<Submission> submissions) {
        String course = repository.map().title();
        try (var progress = console().progress("grading " + submissions.size() + " submissions")) {
            return new ClassGrader(course, graders, sandbox, line -> console().note("%s", line))
                    .grade(submissions, jobs);
        }
    }

    private void refuse(Repository repository) {
        if (repository.isCopy()) {
            throw new UsageException(
                    "this is a student's copy, and its tests may have been changed:"
                            + " grade from the repository itself");
        } else if (jobs < 1) {
            throw new UsageException("--jobs must be at least 1");
        }
    }

    private List<Chapter> chapters(Repository repository) {
        if (chapterNames.isEmpty()) {
            return repository.chapters();
        }
        return chapterNames.stream()
                .map(name -> Selection.chapter(repository, name).chapter())
                .toList();
    }

    private List<Submission> submissions(List<Chapter> chapters) {
        List<String> modules = chapters.stream().map(Chapter::module).toList();
        var found = new ArrayList<Submission>();
        for (Path dir : dirs) {
            Path given = context().directory().resolve(dir);
            if (!Files.isDirectory(given)) {
                throw new UsageException(dir + " is not a folder");
            }
            found.addAll(Submission.find(given, modules));
        }
        if (found.isEmpty()) {
            throw new UsageException(
                    "there is no submission in "
                            + dirs
                            + ": a submission is a folder with "
                            + String.join(" or ", modules)
                            + " in it");
        }
        return found;
    }

    private Sandbox sandbox() {
        Optional<Sandbox> bubblewrap = noSandbox ? Optional.empty() : Bubblewrap.find();
        if (bubblewrap.isEmpty()) {
            console()
                    .note(
                            "%s",
                            console()
                                    .red(
                                            "no sandbox: submissions run as processes of this user"
                                                    + (noSandbox
                                                            ? ""
                                                            : "; apt-get install bubblewrap gives one")));
        }
        return bubblewrap.orElseGet(NoSandbox::new);
    }

    private void report(ClassReport report, List<Chapter> chapters) {
        Path target = context().directory().resolve(out);
        try {
            ClassGrader.write(report, chapters, target);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        report.students()
                .forEach(
                        student ->
                                console()
                                        .line(
                                                "%-30s %4d of %d",
                                                student.student(),
                                                student.points(),
                                                student.max()));
        console().line("The report: %s", target.resolve("index.html"));
    }
}

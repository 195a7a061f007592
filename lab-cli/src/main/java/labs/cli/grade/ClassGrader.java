package labs.cli.grade;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import labs.cli.course.Chapter;
import labs.cli.run.Bubblewrap;
import labs.cli.run.BuildException;
import labs.cli.run.Sandbox;

/** Grades a class, several submissions at a time, and writes the report. */
public final class ClassGrader {
    private final String course;
    private final List<ChapterGrader> graders;
    private final Sandbox sandbox;
    private final Consumer<String> progress;

    /**
     * @param progress is told a line for each submission, from several threads
     */
    public ClassGrader(
            String course,
            List<ChapterGrader> graders,
            Sandbox sandbox,
            Consumer<String> progress) {
        this.course = course;
        this.graders = List.copyOf(graders);
        this.sandbox = sandbox;
        this.progress = progress;
    }

    /** Grades all of them, {@code jobs} at a time; the report has them in the order given. */
    public ClassReport grade(List<Submission> submissions, int jobs) {
        ExecutorService workers = Executors.newFixedThreadPool(jobs, ClassGrader::thread);
        try {
            var futures = new ArrayList<Future<StudentScore>>();
            submissions.forEach(each -> futures.add(workers.submit(() -> grade(each))));
            var scores = new ArrayList<StudentScore>();
            for (int i = 0; i < futures.size(); i++) {
                scores.add(futures.get(i).get());
                progress.accept(
                        "%d of %d: %s".formatted(i + 1, futures.size(), line(scores.get(i))));
            }
            return new ClassReport(
                    course,
                    Instant.now().truncatedTo(ChronoUnit.SECONDS),
                    sandbox.description(),
                    sandbox instanceof Bubblewrap,
                    scores);
        } catch (ExecutionException e) {
            throw new BuildException("grading failed: " + e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BuildException("interrupted");
        } finally {
            workers.shutdownNow();
        }
    }

    private StudentScore grade(Submission submission) {
        return new StudentScore(
                submission.name(),
                graders.stream().map(grader -> grader.grade(submission)).toList());
    }

    private static String line(StudentScore score) {
        return "%s, %d of %d points".formatted(score.student(), score.points(), score.max());
    }

    private static Thread thread(Runnable work) {
        var thread = new Thread(work, "lab-grader");
        thread.setDaemon(true);
        return thread;
    }

    /** Writes scores.json, scores.csv, autograding.json and the pages into {@code out}. */
    public static void write(ClassReport report, List<Chapter> chapters, Path out)
            throws IOException {
        Files.createDirectories(out);
        List<ExerciseScore> columns =
                report.students().get(0).chapters().stream()
                        .flatMap(chapter -> chapter.exercises().stream())
                        .toList();
        JsonReport.write(report, out.resolve("scores.json"));
        CsvReport.write(report, columns, out.resolve("scores.csv"));
        ClassroomFile.write(chapters, out.resolve("autograding.json"));
        new HtmlReport(report).write(out);
    }
}

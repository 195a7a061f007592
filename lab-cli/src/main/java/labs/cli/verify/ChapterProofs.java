package labs.cli.verify;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import labs.cli.check.Failure;
import labs.cli.course.Chapter;
import labs.cli.course.Exercise;
import labs.cli.course.Mistake;
import labs.cli.markers.Cutter;
import labs.cli.run.CompileError;
import labs.cli.run.Ending;
import labs.cli.run.RunResult;
import labs.cli.run.TestOutcome;
import labs.cli.run.TestOutcome.Status;
import labs.cli.verify.Workshop.Variant;

/** The claims about the code of one chapter: its reference and its starter. */
final class ChapterProofs {
    /**
     * A mistake that is a race shows itself only when the race is lost: it gets a second chance.
     */
    private static final int MISTAKE_TRIES = 2;

    private final Workshop workshop;
    private final Chapter chapter;

    ChapterProofs(Workshop workshop) {
        this.workshop = workshop;
        this.chapter = workshop.chapter();
    }

    List<Proof> all() {
        List<Proof> proofs = new ArrayList<>();
        proofs.add(
                new Proof(chapter.name() + ": the starter and its tests compile", this::starter));
        for (Exercise exercise : chapter.exercises()) {
            String id = exercise.id() + ": ";
            proofs.add(new Proof(id + "the reference passes", () -> reference(exercise)));
            proofs.add(new Proof(id + "the starter fails a test", () -> starterFails(exercise)));
            proofs.add(new Proof(id + honest(exercise), () -> honestOrder(exercise)));
        }
        return proofs;
    }

    private static String honest(Exercise exercise) {
        return exercise.needs().isEmpty()
                ? "passes with no other solution"
                : "passes with no other solutions than " + String.join(", ", exercise.needs());
    }

    private Evidence reference(Exercise exercise) {
        return passes(exercise, workshop.runReference(exercise));
    }

    private Evidence starter() {
        try (Variant starter = workshop.variant(starterFiles(List.of()))) {
            List<CompileError> errors = new ArrayList<>(starter.compile());
            if (errors.isEmpty()) {
                errors.addAll(starter.compileTests());
            }
            return compiled(errors);
        }
    }

    private Evidence starterFails(Exercise exercise) {
        return fails(exercise, exercise.tests(), workshop.variant(starterFiles(List.of())), 1);
    }

    private Evidence honestOrder(Exercise exercise) {
        List<String> solved = new ArrayList<>(exercise.needs());
        solved.add(exercise.id());
        Map<String, byte[]> starters = starterFiles(solved);
        try (Variant variant = workshop.variant(starters)) {
            Evidence compiled = compiled(variant.compileChanged());
            if (!compiled.holds()) {
                return compiled;
            }
            return workshop.comesTo(exercise, starters.keySet())
                    ? passes(exercise, variant.run(exercise))
                    : Evidence.proved("its tests come to no other");
        }
    }

    Evidence caught(Mistake mistake) {
        Exercise exercise = chapter.exercise(mistake.exercise()).orElseThrow();
        byte[] mistaken = MistakeText.applied(chapter, mistake);
        Variant variant = workshop.variant(Map.of(mistake.file(), mistaken));
        return fails(exercise, mistake.order(exercise.tests()), variant, MISTAKE_TRIES);
    }

    /** The files of all exercises but the solved ones, cut. */
    private Map<String, byte[]> starterFiles(List<String> solved) {
        Map<String, byte[]> files = new HashMap<>();
        chapter.exercises().stream()
                .filter(exercise -> !solved.contains(exercise.id()))
                .flatMap(exercise -> exercise.files().stream())
                .forEach(file -> files.put(file, starter(file)));
        return files;
    }

    private byte[] starter(String file) {
        return Cutter.cut(chapter.dir().resolve(file)).starter();
    }

    private Evidence fails(Exercise exercise, List<String> tests, Variant wrong, int tries) {
        try (wrong) {
            Evidence compiled = compiled(wrong.compileChanged());
            if (!compiled.holds()) {
                return compiled;
            }
            for (int i = 1; i <= tries; i++) {
                RunResult run = wrong.runToFirstFailure(exercise, tests);
                String when = i == 1 ? "" : ", at try " + i;
                if (!failures(run).isEmpty()) {
                    return Evidence.proved(
                            "by " + withoutParameters(failures(run).get(0).test()) + when);
                }
                if (run.ending() != Ending.FINISHED) {
                    return Evidence.proved("the JVM " + run.ending().words() + when);
                }
            }
            return Evidence.disproved("every test of " + exercise.id() + " passed with it");
        }
    }

    private Evidence passes(Exercise exercise, RunResult run) {
        if (run.allPassed()) {
            return Evidence.proved(counts(run));
        }
        List<String> why = new ArrayList<>();
        if (run.ending() != Ending.FINISHED) {
            why.add("the tests' JVM " + run.ending().words());
            run.unfinished().forEach(test -> why.add("it was running " + test));
        }
        for (TestOutcome outcome : failures(run)) {
            why.add(Failure.of(chapter, exercise, outcome).line());
        }
        return Evidence.disproved(why.isEmpty() ? List.of("no test was found") : why);
    }

    private static String withoutParameters(String test) {
        return TestOutcome.shortName(test).replaceFirst("[(].*", "");
    }

    private static String counts(RunResult run) {
        long skipped = run.outcomes().stream().filter(o -> o.status() == Status.SKIPPED).count();
        String tests = (run.outcomes().size() - skipped) + " tests";
        return skipped == 0 ? tests : tests + ", " + skipped + " skipped";
    }

    private static List<TestOutcome> failures(RunResult run) {
        return run.outcomes().stream()
                .filter(o -> o.status() == Status.FAILED || o.status() == Status.ABORTED)
                .toList();
    }

    private static Evidence compiled(List<CompileError> errors) {
        return Evidence.disproved(errors.stream().limit(5).map(ChapterProofs::oneLine).toList());
    }

    private static String oneLine(CompileError error) {
        return "does not compile: " + error.toString().replaceAll("\\s*\n\\s*", ", ");
    }
}

package labs.cli.verify;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
    private final Findings findings;

    ChapterProofs(Workshop workshop, Findings findings) {
        this.workshop = workshop;
        this.chapter = workshop.chapter();
        this.findings = findings;
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
        RunResult run = workshop.runReference(exercise);
        findings.reference(run);
        return passes(exercise, run);
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
        try (Variant starter = workshop.variant(starterFiles(List.of()))) {
            Evidence compiled = compiled(starter.compileChanged());
            return compiled.holds()
                    ? new Failing(exercise, starter).any(exercise.tests(), 1, test -> {})
                    : compiled;
        }
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

    /** That the tests of its exercise catch the mistake. */
    Evidence caught(Mistake mistake) {
        byte[] mistaken = MistakeText.applied(chapter, mistake);
        try (Variant wrong = workshop.variant(Map.of(mistake.file(), mistaken))) {
            Evidence compiled = compiled(wrong.compileChanged());
            return compiled.holds() ? caught(mistake, wrong) : compiled;
        }
    }

    private Evidence caught(Mistake mistake, Variant wrong) {
        Exercise exercise = chapter.exercise(mistake.exercise()).orElseThrow();
        Failing failing = new Failing(exercise, wrong);
        Optional<String> again = findings.caughtBefore(mistake).filter(failing::alone);
        again.ifPresent(test -> findings.caught(mistake, test));
        return again.map(test -> Evidence.proved(Failing.by(test)))
                .orElseGet(
                        () ->
                                failing.any(
                                        mistake.order(exercise.tests()),
                                        MISTAKE_TRIES,
                                        test -> findings.caught(mistake, test)));
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

    private Evidence passes(Exercise exercise, RunResult run) {
        if (run.allPassed()) {
            return Evidence.proved(counts(run));
        }
        List<String> why = new ArrayList<>();
        if (run.ending() != Ending.FINISHED) {
            why.add("the tests' JVM " + run.ending().words());
            run.unfinished().forEach(test -> why.add("it was running " + test));
        }
        for (TestOutcome outcome : Failing.failures(run)) {
            why.add(Failure.of(chapter, exercise, outcome).line());
        }
        return Evidence.disproved(why.isEmpty() ? List.of("no test was found") : why);
    }

    private static String counts(RunResult run) {
        int skipped = run.count(Status.SKIPPED);
        String tests = (run.outcomes().size() - skipped) + " tests";
        return skipped == 0 ? tests : tests + ", " + skipped + " skipped";
    }

    private static Evidence compiled(List<CompileError> errors) {
        return Evidence.disproved(errors.stream().limit(5).map(ChapterProofs::oneLine).toList());
    }

    private static String oneLine(CompileError error) {
        return "does not compile: " + error.toString().replaceAll("\\s*\n\\s*", ", ");
    }
}

package labs.cli.proofs;

import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Function;
import java.util.function.Supplier;
import labs.cli.course.Chapter;
import labs.cli.course.Repository;
import labs.cli.problem.CourseException;
import labs.cli.proofs.Plan.Step;
import labs.cli.run.BuildException;
import labs.cli.run.ChapterBuild;
import labs.cli.terminal.Console;
import labs.cli.verify.Outcome;
import labs.cli.verify.TimeBudget;
import labs.cli.verify.Verification;

/** Proves the course, or what has changed of it, and keeps the ledger. Confined to one thread. */
public final class Proving {
    /** The README at the root, which belongs to no chapter. */
    private static final String README = "README.md";

    private final Repository repository;
    private final Console console;
    private final Function<Chapter, ChapterBuild> builds;
    private final TimeBudget budget;
    private final Ledger ledger;
    private final List<String> unproved = new ArrayList<>();

    public Proving(
            Repository repository,
            Console console,
            Function<Chapter, ChapterBuild> builds,
            TimeBudget budget) {
        this.repository = repository;
        this.console = console;
        this.builds = builds;
        this.budget = budget;
        this.ledger = new Ledger(repository, console);
    }

    /** Proves these chapters, and returns whether all that was tried holds. */
    public boolean chapters(List<Chapter> chapters) {
        try (Verification verification = new Verification(repository, console, budget)) {
            verification.course();
            chapters.forEach(chapter -> prove(chapter, verification));
            return verification.sum(unproved);
        }
    }

    /** Proves everything, and returns whether all that was tried holds. */
    public boolean everything() {
        try (Verification verification = new Verification(repository, console, budget)) {
            verification.course();
            repository.chapters().forEach(chapter -> prove(chapter, verification));
            proveReadme(verification);
            return verification.sum(unproved);
        }
    }

    /** Proves what has changed, and one chapter that has not; returns whether all of it holds. */
    public boolean changed() {
        Plan plan = plan();
        plan.steps().forEach(this::announce);
        plan.unchanged().forEach(step -> say(step, ""));
        try (Verification verification = new Verification(repository, console, budget)) {
            verification.course();
            plan.steps().forEach(step -> prove(step.part(), verification));
            return verification.sum(unproved);
        }
    }

    private void announce(Step step) {
        say(step, step.isChanged() ? "" : "; proved again in its turn");
    }

    private void say(Step step, String more) {
        console.line("%s: %s%s", step.part(), step.reason(), more);
    }

    private Plan plan() {
        SortedMap<String, Entry> entries = ledger.entries();
        Inputs inputs = new Inputs(repository);
        List<Step> parts = new ArrayList<>();
        for (Chapter chapter : repository.chapters()) {
            parts.add(step(chapter.name(), true, of(chapter, inputs), entries));
        }
        if (hasReadme()) {
            parts.add(step(README, false, ofReadme(inputs), entries));
        }
        return Plan.of(parts);
    }

    private static Step step(
            String part, boolean inTurn, Optional<Fingerprint> now, Map<String, Entry> entries) {
        return new Step(part, inTurn, now, Optional.ofNullable(entries.get(part)));
    }

    private Optional<Fingerprint> of(Chapter chapter, Inputs inputs) {
        try {
            return Optional.of(inputs.of(chapter, builds.apply(chapter)));
        } catch (CourseException | BuildException broken) {
            return Optional.empty(); // its proof will say so
        }
    }

    private Optional<Fingerprint> ofReadme(Inputs inputs) {
        return Optional.of(
                inputs.ofReadme(
                        repository.chapters(),
                        chapter -> of(chapter, inputs).orElse(Fingerprint.NONE)));
    }

    private boolean hasReadme() {
        return Files.exists(repository.root().resolve(README));
    }

    private void prove(String part, Verification verification) {
        if (part.equals(README)) {
            proveReadme(verification);
        } else {
            prove(repository.chapter(part).orElseThrow(), verification);
        }
    }

    private void prove(Chapter chapter, Verification verification) {
        prove(
                chapter.name(),
                verification,
                () -> of(chapter, new Inputs(repository)),
                caught -> verification.chapter(chapter, () -> builds.apply(chapter), caught));
    }

    private void proveReadme(Verification verification) {
        if (hasReadme()) {
            prove(
                    README,
                    verification,
                    () -> ofReadme(new Inputs(repository)),
                    caught -> verification.readme());
        }
    }

    private void prove(
            String part,
            Verification verification,
            Supplier<Optional<Fingerprint>> fingerprint,
            Function<Map<String, String>, Outcome> proof) {
        if (!hasRoomFor(part)) {
            return;
        }
        Optional<Fingerprint> before = fingerprint.get();
        Outcome outcome = proof.apply(ledger.caught(part));
        if (!verification.isInterrupted()) {
            settle(part, before, fingerprint, outcome);
        }
    }

    private void settle(
            String part,
            Optional<Fingerprint> before,
            Supplier<Optional<Fingerprint>> fingerprint,
            Outcome outcome) {
        if (outcome.failed() > 0) {
            ledger.disproved(part);
        } else if (outcome.untried() > 0) {
            notProved(part, "no time was left for %d of its claims".formatted(outcome.untried()));
        } else if (before.isPresent()) {
            note(part, before.get(), fingerprint.get().orElse(Fingerprint.NONE), outcome);
        }
    }

    private void note(String part, Fingerprint before, Fingerprint after, Outcome outcome) {
        if (before.equals(after)) {
            ledger.proved(part, Entry.of(before, Instant.now(), outcome));
        } else {
            String what = String.join(", ", before.differences(after));
            notProved(part, "it was changed meanwhile: " + what);
        }
    }

    private void notProved(String part, String why) {
        unproved.add("– not proved: %s: %s".formatted(part, why));
    }

    private boolean hasRoomFor(String part) {
        Duration took = ledger.entry(part).map(Entry::took).orElse(Duration.ZERO);
        boolean room = budget.hasRoomFor(took);
        if (!room) {
            String needs = took.isZero() ? "" : ", and it takes " + words(took);
            notProved(part, "the time is over" + needs);
        }
        return room;
    }

    private static String words(Duration time) {
        return time.toMinutes() > 0 ? time.toMinutes() + " min" : time.toSeconds() + " s";
    }
}

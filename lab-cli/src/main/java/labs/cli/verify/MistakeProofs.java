package labs.cli.verify;

import java.util.ArrayList;
import java.util.List;
import labs.cli.course.Chapter;
import labs.cli.course.Exercise;
import labs.cli.course.Mistake;
import labs.cli.course.MistakeReader;

/** The claims about a chapter's planted mistakes. */
final class MistakeProofs {
    private static final int LEAST = 3; // of each exercise

    private final Chapter chapter;
    private final ChapterProofs proofs;

    MistakeProofs(Chapter chapter, ChapterProofs proofs) {
        this.chapter = chapter;
        this.proofs = proofs;
    }

    /**
     * @throws labs.cli.problem.CourseException if a mistake is not written as it should be
     */
    List<Proof> all() {
        List<Mistake> mistakes = MistakeReader.readAll(chapter);
        List<Proof> all = new ArrayList<>();
        for (Exercise exercise : chapter.exercises()) {
            List<Mistake> own =
                    mistakes.stream().filter(m -> m.exercise().equals(exercise.id())).toList();
            all.add(
                    new Proof(
                            exercise.id() + ": at least three mistakes are planted",
                            () -> enough(own)));
            own.forEach(mistake -> all.add(caught(mistake)));
        }
        return all;
    }

    private Proof caught(Mistake mistake) {
        String claim = "%s: caught: %s".formatted(mistake.exercise(), mistake.text());
        return new Proof(claim, () -> withSource(mistake, proofs.caught(mistake)));
    }

    private static Evidence withSource(Mistake mistake, Evidence evidence) {
        return evidence.holds()
                ? evidence
                : Evidence.disproved(
                        evidence.against().stream()
                                .map(why -> mistake.name() + ".yaml: " + why)
                                .toList());
    }

    private static Evidence enough(List<Mistake> own) {
        return own.size() >= LEAST
                ? Evidence.proved("%d".formatted(own.size()))
                : Evidence.disproved("there are %d".formatted(own.size()));
    }
}

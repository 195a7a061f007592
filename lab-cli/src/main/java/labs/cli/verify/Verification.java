package labs.cli.verify;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import labs.cli.course.Chapter;
import labs.cli.course.Repository;
import labs.cli.problem.CourseException;
import labs.cli.run.BuildException;
import labs.cli.run.ChapterBuild;
import labs.cli.terminal.Console;

/** Proves the course, or one chapter of it. */
public final class Verification {
    private final Repository repository;
    private final Console console;

    public Verification(Repository repository, Console console) {
        this.repository = repository;
        this.console = console;
    }

    /**
     * Tries every claim and prints each outcome and the sum.
     *
     * @param whole whether the claims about the course itself are tried too
     * @return whether all hold
     */
    public boolean verify(
            List<Chapter> chapters, boolean whole, Function<Chapter, ChapterBuild> builds) {
        try (Ledger ledger = new Ledger(console);
                Crew crew = new Crew(ledger)) {
            crew.tryOut(new CourseProofs(repository).all());
            chapters.forEach(chapter -> verify(chapter, builds, crew));
            readmes(chapters, whole).forEach(readme -> verify(readme, crew));
            ledger.sum();
            return ledger.allHold();
        }
    }

    private void verify(Chapter chapter, Function<Chapter, ChapterBuild> builds, Crew crew) {
        try (Workshop workshop = Workshop.open(chapter, builds.apply(chapter))) {
            ChapterProofs proofs = new ChapterProofs(workshop);
            List<Proof> all = new ArrayList<>(proofs.all());
            all.addAll(new MistakeProofs(chapter, proofs).all());
            crew.tryOut(all);
        } catch (CourseException | BuildException broken) {
            crew.ledger()
                    .tryOut(new Proof(chapter.name() + ": can be verified", () -> rethrow(broken)));
        }
    }

    private static Evidence rethrow(RuntimeException broken) {
        throw broken; // the ledger prints it as any other disproof
    }

    private List<Path> readmes(List<Chapter> chapters, boolean whole) {
        List<Path> readmes = new ArrayList<>();
        if (whole && Files.exists(root())) {
            readmes.add(root());
        }
        chapters.forEach(chapter -> readmes.add(chapter.readme()));
        return readmes;
    }

    private Path root() {
        return repository.root().resolve("README.md");
    }

    /** The commands run one after the other, and alone: a reader's machine is idle too. */
    private void verify(Path file, Crew crew) {
        try {
            ReadmeProofs readme = new ReadmeProofs(repository, file);
            crew.tryOut(readme.onPaper(!file.equals(root())));
            readme.run(crew.ledger());
        } catch (CourseException broken) {
            crew.ledger()
                    .tryOut(new Proof(file.getFileName() + ": can be read", () -> rethrow(broken)));
        }
    }
}

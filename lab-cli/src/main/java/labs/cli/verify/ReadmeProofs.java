package labs.cli.verify;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import labs.cli.course.Repository;
import labs.cli.problem.Problems;

/** The claims of one README: its headings, its snippets and its commands. */
final class ReadmeProofs {
    private static final List<String> WALKTHROUGH =
            List.of(
                    "What you will see",
                    "The idea",
                    "A worked example",
                    "Predict",
                    "Exercises",
                    "Break it",
                    "Measured",
                    "How the real systems do it",
                    "Questions");
    private static final Set<String> UNTRIED = Set.of("bash", "shell", "console", "zsh");

    private final Repository repository;
    private final Markdown readme;
    private final String name;

    ReadmeProofs(Repository repository, Path file) {
        this.repository = repository;
        this.readme = Markdown.read(file);
        this.name = repository.root().relativize(file).toString();
    }

    /** What can be seen without running anything. */
    List<Proof> onPaper(boolean isChapter) {
        List<Proof> proofs = new ArrayList<>();
        if (isChapter) {
            proofs.add(new Proof(name + ": has the headings of a walkthrough", this::headings));
        }
        proofs.add(new Proof(name + ": every block says what it is", this::languages));
        for (Block block : readme.blocks()) {
            if (block.notes().containsKey("from")) {
                String from = block.notes().get("from");
                Path source = readme.file().resolveSibling(from);
                proofs.add(
                        new Proof(
                                at(block) + ": stands in " + source.getFileName(),
                                () -> new Snippet(source, block.lines()).check()));
            }
        }
        return proofs;
    }

    private Evidence headings() {
        List<String> missing = new ArrayList<>(WALKTHROUGH);
        int next = 0;
        for (String heading : readme.headings()) {
            if (next < WALKTHROUGH.size() && heading.startsWith(WALKTHROUGH.get(next))) {
                missing.remove(WALKTHROUGH.get(next++));
            }
        }
        return Evidence.disproved(
                missing.stream().map(heading -> "missing or out of order: " + heading).toList());
    }

    private Evidence languages() {
        Problems problems = new Problems();
        for (Block block : readme.blocks()) {
            check(block, problems);
        }
        return Evidence.of(problems);
    }

    private void check(Block block, Problems problems) {
        if (UNTRIED.contains(block.language())) {
            problems.add(readme.file(), block.line(), "mark commands as sh, or output as text");
        }
        Set<String> known =
                switch (block.language()) {
                    case "sh" -> Set.of("until", "elsewhere");
                    case "java" -> Set.of("from");
                    default -> Set.of();
                };
        block.notes().keySet().stream()
                .filter(note -> !known.contains(note))
                .forEach(
                        note ->
                                problems.add(
                                        readme.file(), block.line(), "unknown note '%s'", note));
        if (block.language().equals("java") && !block.notes().containsKey("from")) {
            problems.add(readme.file(), block.line(), "a java block must say from=\"…/File.java\"");
        }
    }

    /** Runs the command blocks, in the order of the file, in one fresh copy. */
    void run(Tally tally) {
        List<Block> commands =
                readme.blocks().stream().filter(block -> block.language().equals("sh")).toList();
        boolean runs = commands.stream().anyMatch(block -> !isElsewhere(block));
        if (!runs) {
            commands.forEach(block -> sayElsewhere(block, tally));
            return;
        }
        try (FreshCopy copy = new FreshCopy(repository)) {
            commands.forEach(block -> run(block, copy, tally));
        }
    }

    private void run(Block block, FreshCopy copy, Tally tally) {
        if (isElsewhere(block)) {
            sayElsewhere(block, tally);
        } else {
            tally.tryOut(
                    new Proof(
                            "%s: runs: %s".formatted(at(block), first(block)),
                            () -> CommandBlock.of(block).run(copy.root(), copy.files())));
        }
    }

    private static boolean isElsewhere(Block block) {
        return block.notes().containsKey("elsewhere");
    }

    private void sayElsewhere(Block block, Tally tally) {
        String where = block.notes().get("elsewhere");
        tally.elsewhere("%s: runs in %s: %s".formatted(at(block), where, first(block)));
    }

    private static String first(Block block) {
        return block.lines().stream().filter(line -> !line.isBlank()).findFirst().orElse("");
    }

    private String at(Block block) {
        return name + ":" + block.line();
    }
}

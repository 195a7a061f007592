package labs.cli.command;

import java.nio.file.Path;
import java.util.Map;
import labs.cli.copy.CopyInfo;
import labs.cli.course.Repository;
import labs.cli.problem.UsageException;

/** The repository with the solutions, for the commands that need them. */
final class Reference {
    private Reference() {}

    /** The repository of this command, which must be the reference. */
    static Repository of(Context context) {
        Repository repository = context.repository();
        if (repository.isCopy()) {
            throw new UsageException(
                    repository.root()
                            + " is a copy without the solutions; this works in the reference");
        }
        return repository;
    }

    /** The reference that {@code copy} was made from. */
    static Repository behind(Repository copy) {
        CopyInfo info =
                CopyInfo.of(copy)
                        .orElseThrow(
                                () ->
                                        new UsageException(
                                                copy.root()
                                                        + " is the reference itself; this works in"
                                                        + " a copy, which 'lab start DIR' makes"));
        if (info.reference() == null) {
            throw new UsageException(
                    "this copy was handed out without the reference solutions; ask your instructor");
        }
        return Repository.find(Path.of(info.reference()), Map.of())
                .filter(found -> !found.isCopy())
                .orElseThrow(
                        () ->
                                new UsageException(
                                        "the reference is not at %s any more; correct the path in %s"
                                                .formatted(
                                                        info.reference(), Repository.COPY_FILE)));
    }
}

package labs.cli.doctor;

import java.util.ArrayList;
import java.util.List;
import labs.cli.course.Chapter;
import labs.cli.course.NativeProgram;
import labs.cli.course.Repository;

/** Looks at this machine; changes nothing. */
public final class Doctor {
    private static final NativeProgram BUBBLEWRAP =
            new NativeProgram(
                    "bwrap", "bubblewrap", "'lab grade' confines submissions to a sandbox");

    private final Repository repository;

    public Doctor(Repository repository) {
        this.repository = repository;
    }

    /** All findings, what is required first. */
    public List<Finding> examine() {
        List<Finding> findings = new ArrayList<>(new Required(repository.root()).examine());
        Extras extras = new Extras(repository.root());
        findings.add(extras.program(BUBBLEWRAP));
        repository.chapters().stream()
                .map(Chapter::natives)
                .flatMap(List::stream)
                .distinct()
                .map(extras::program)
                .forEach(findings::add);
        findings.addAll(new Containers(repository.root()).examine());
        return findings;
    }
}

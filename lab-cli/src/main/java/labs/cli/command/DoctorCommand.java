package labs.cli.command;

import java.util.List;
import labs.cli.doctor.Doctor;
import labs.cli.doctor.Finding;
import labs.cli.terminal.Progress;
import picocli.CommandLine.Command;

/** What this machine has. */
@Command(
        name = "doctor",
        description = {
            "Look at this machine: JDK, Maven, git, memory, disk, ports, and what is optional:"
                    + " native programs and Docker.",
            "Says what each missing thing would enable and how to install it."
        },
        footer = {"  lab doctor"})
final class DoctorCommand extends LabCommand {
    DoctorCommand(Context context) {
        super(context);
    }

    @Override
    public Integer call() {
        List<Finding> findings = examine();
        console().line("%s", console().bold("needed"));
        findings.stream().filter(Finding::required).forEach(this::show);
        console().line("%s", console().bold("optional"));
        findings.stream().filter(found -> !found.required()).forEach(this::show);
        boolean able = findings.stream().allMatch(found -> found.good() || !found.required());
        return able ? ExitCode.OK : ExitCode.ENVIRONMENT;
    }

    private List<Finding> examine() {
        try (Progress progress = console().progress("looking at this machine")) {
            return new Doctor(repository()).examine();
        }
    }

    private void show(Finding found) {
        console().line("  %s %-26s %s", sign(found), found.name(), found.detail());
        if (!found.advice().isEmpty()) {
            console().line("      %s", found.advice());
        }
    }

    private String sign(Finding found) {
        if (found.good()) {
            return console().green("✓");
        }
        return found.required() ? console().red("✗") : console().yellow("–");
    }
}

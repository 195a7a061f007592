package labs.cli.command;

import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import labs.cli.course.Suggestion;
import labs.cli.problem.CourseException;
import labs.cli.problem.EnvironmentException;
import labs.cli.problem.UsageException;
import labs.cli.run.BuildException;
import labs.cli.terminal.Console;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns what went wrong into a message and an exit code. */
final class Failures implements IExecutionExceptionHandler, IParameterExceptionHandler {
    private final Console console;

    Failures(Console console) {
        this.console = console;
    }

    @Override
    public int handleExecutionException(
            Exception failure, CommandLine command, ParseResult arguments) {
        if (failure instanceof UsageException) {
            say(failure.getMessage());
            return ExitCode.USAGE;
        }
        if (failure instanceof CourseException) {
            console.note(console.red("the course is broken:"));
            console.note("%s", failure.getMessage());
            return ExitCode.COURSE;
        }
        if (failure instanceof EnvironmentException || failure instanceof BuildException) {
            say(failure.getMessage());
            return ExitCode.ENVIRONMENT;
        }
        if (failure instanceof UncheckedIOException) {
            say(failure.getMessage() + because(failure));
            return ExitCode.ENVIRONMENT;
        }
        say("a bug in lab itself; please report this:");
        failure.printStackTrace(console.err());
        return ExitCode.BUG;
    }

    /** An IO exception often says no more than a file's name: its kind tells the rest. */
    private static String because(Exception failure) {
        String cause = failure.getCause().toString();
        return failure.getMessage().contains(cause) ? "" : " (" + cause + ")";
    }

    @Override
    public int handleParseException(ParameterException wrong, String[] arguments) {
        say(wrong.getMessage() + suggestion(wrong));
        String name = wrong.getCommandLine().getCommandSpec().qualifiedName();
        console.note("Try '%s --help'.", name);
        return ExitCode.USAGE;
    }

    private static String suggestion(ParameterException wrong) {
        if (!(wrong instanceof UnmatchedArgumentException unmatched)) {
            return "";
        }
        CommandSpec command = wrong.getCommandLine().getCommandSpec();
        List<String> known = new ArrayList<>(command.subcommands().keySet());
        known.addAll(command.optionsMap().keySet());
        return Suggestion.of(unmatched.getUnmatched().get(0), known);
    }

    private void say(String message) {
        console.note("%s %s", console.red("lab:"), message);
    }
}

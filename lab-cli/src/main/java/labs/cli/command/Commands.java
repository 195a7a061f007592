package labs.cli.command;

import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Help;

/** The tree of commands. */
public final class Commands {
    private Commands() {}

    /** Runs one command line and returns its exit code. */
    public static int run(Context context, String... arguments) {
        return tree(context).execute(arguments);
    }

    static CommandLine tree(Context context) {
        CommandLine lab = new CommandLine(new RootCommand(context));
        lab.addSubcommand(new ListCommand(context));
        lab.addSubcommand(new RunCommand(context));
        lab.addSubcommand(new StartCommand(context));
        lab.addSubcommand(new CheckCommand(context));
        lab.addSubcommand(new WatchCommand(context));
        lab.addSubcommand(new HintCommand(context));
        lab.addSubcommand(new DiffCommand(context));
        lab.addSubcommand(new ResetCommand(context));
        lab.addSubcommand(new HandoutCommand(context));
        lab.addSubcommand(new GradeCommand(context));
        lab.addSubcommand(new VerifyCommand(context));
        lab.addSubcommand(new BenchCommand(context));
        lab.addSubcommand(cluster(context));
        lab.addSubcommand(new DoctorCommand(context));
        lab.addSubcommand(new CompletionCommand(context));
        return leavingDemosTheirArguments(configured(lab, context));
    }

    private static CommandLine cluster(Context context) {
        CommandLine cluster = new CommandLine(new ClusterCommand(context));
        cluster.addSubcommand(new ClusterUpCommand(context));
        cluster.addSubcommand(new ClusterDownCommand(context));
        cluster.addSubcommand(new ClusterStatusCommand(context));
        cluster.addSubcommand(new ClusterEnvCommand(context));
        return cluster;
    }

    /** What follows the chapter in {@code lab run} is the demo's, options included. */
    private static CommandLine leavingDemosTheirArguments(CommandLine lab) {
        lab.getSubcommands()
                .get("run")
                .setStopAtPositional(true)
                .setEndOfOptionsDelimiter("\0"); // a demo may want "--" for itself
        return lab;
    }

    private static CommandLine configured(CommandLine lab, Context context) {
        Help.Ansi ansi = context.console().hasColours() ? Help.Ansi.ON : Help.Ansi.OFF;
        Failures failures = new Failures(context.console());
        lab.getCommandSpec().versionProvider(new Version());
        return lab.setColorScheme(Help.defaultColorScheme(ansi))
                .setOut(new PrintWriter(context.console().out(), true))
                .setErr(new PrintWriter(context.console().err(), true))
                .setExpandAtFiles(false)
                .setUsageHelpWidth(Math.max(60, Math.min(context.console().width(), 110)))
                .setExecutionExceptionHandler(failures)
                .setParameterExceptionHandler(failures);
    }
}

/**
 * The subcommands of {@code lab}: each a small class that reads its arguments, asks the packages
 * beside this one to do the work, and prints what came of it.
 *
 * <pre>
 *   Lab ─▶ Commands (the tree) ─▶ ListCommand, RunCommand, StartCommand, …   all LabCommands
 *                                     └─▶ Context: console, environment, the repository
 *   an exception ─▶ Failures ─▶ message and ExitCode
 * </pre>
 *
 * Start with {@link labs.cli.command.LabCommand}, then {@link labs.cli.command.Commands}.
 */
package labs.cli.command;

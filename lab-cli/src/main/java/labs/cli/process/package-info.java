/**
 * Programs started on behalf of the user: to ask them something, or to hand them the terminal.
 *
 * <pre>
 *   Captured.of(git, ls-files)   output kept, the process gone afterwards
 *   Followed.of(docker, build)   told line by line while it runs
 *   Handed.over(java, demo)      our terminal is its terminal; Ctrl-C reaches it and we wait
 * </pre>
 *
 * Start with {@link labs.cli.process.Captured}.
 */
package labs.cli.process;

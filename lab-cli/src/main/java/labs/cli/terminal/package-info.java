/**
 * What stands on the screen: colours only on a terminal, progress for what takes long.
 *
 * <pre>
 *   command ─▶ Console ─▶ out   results
 *                 └─────▶ err   errors, and Progress: one updating line, or plain lines at intervals
 * </pre>
 *
 * Start with {@link labs.cli.terminal.Console}.
 */
package labs.cli.terminal;

/**
 * Two versions of a file side by side, as wide as the terminal.
 *
 * <pre>
 *   mine, reference ─▶ SideBySide (rows, from java-diff-utils) ─▶ Columns (wrapped to the width)
 * </pre>
 *
 * Start with {@link labs.cli.diff.SideBySide}.
 */
package labs.cli.diff;

/**
 * What the last checks found, kept beside the student's work.
 *
 * <pre>
 *   check, watch ─▶ Results ─▶ .lab/results.json ─▶ list, diff
 * </pre>
 *
 * Start with {@link labs.cli.results.Results}.
 */
package labs.cli.results;

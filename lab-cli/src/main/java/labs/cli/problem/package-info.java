/**
 * What is wrong with a course, and where: every reader of course files reports in these terms.
 *
 * <pre>
 *   reader ──add──▶ Problems ──throwIfAny──▶ CourseException ──▶ "path:line: message", exit code 3
 * </pre>
 *
 * Start with {@link labs.cli.problem.Problem}.
 */
package labs.cli.problem;

/**
 * A student's own check: runs the tests of exercises on the sources as they are, and says what to
 * look at.
 *
 * <pre>
 *   CheckSession: compile ─▶ CompileError …                  nothing to run yet
 *        └─ run(exercise) ─▶ RunResult ─ Verdict ─ Failure … ─▶ VerdictPrinter
 *                                                   └─ StackTrace (where to look)
 *   Watch: the same on each save
 * </pre>
 *
 * Start with {@link labs.cli.check.CheckSession}, then {@link labs.cli.check.Verdict}.
 */
package labs.cli.check;

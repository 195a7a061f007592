/**
 * The only code of the labs that runs in the JVM of a student.
 *
 * <pre>
 *   lab (trusted)                          JVM of the student (not trusted)
 *   ─────────────                          ────────────────────────────────
 *   secret, mode, tests ────────stdin──▶  RunTests ─▶ JUnit ─▶ tests ─▶ student's code
 *   Seal.open, ReportLine.parse ◀──stdout── TestReporter: sealed report lines
 * </pre>
 *
 * A line without a good seal is noise. What is not reported has not passed. Start reading at {@link
 * labs.runner.RunTests}.
 */
package labs.runner;

/**
 * Compiles a chapter and runs the tests of an exercise in a JVM of their own, without Maven on the
 * way.
 *
 * <pre>
 *   ClassPath.resolve ── Maven, only when a pom or a library changed
 *        │
 *   Compiler.compile ── javac: main and test sources to class files
 *        │
 *   TestJvm.run ── java -m labs.runner … in a Sandbox, under Limits, seen by a Watchdog
 *        │
 *   RunResult ── Ending + one TestOutcome a test
 * </pre>
 *
 * Start reading at {@link labs.cli.run.TestJvm}.
 */
package labs.cli.run;

/**
 * The {@code lab} command. It knows manifests, Maven and test results, and nothing about any
 * chapter.
 *
 * <pre>
 *   lab (script) ─▶ Lab ─▶ command ─┬▶ course, markers, yaml   what the course says
 *                                   ├▶ copy                    starters and handouts
 *                                   ├▶ run, check, grade       tests, points
 *                                   ├▶ verify, bench           proofs and measurements
 *                                   └▶ process, terminal       Maven, child JVMs, the screen
 * </pre>
 *
 * Start with {@link labs.cli.command.Commands}.
 */
package labs.cli;

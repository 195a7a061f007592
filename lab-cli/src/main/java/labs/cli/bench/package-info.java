/**
 * Benchmarks beside their peers: run, read, judged, drawn.
 *
 * <pre>
 *   BenchRun (Maven's profile, then the main in its own JVM) ─▶ JSON
 *   BenchReader ─▶ Bench ─▶ Result ─▶ Series, Ratio ─▶ Spread (median, least, most)
 *                              └────▶ BarChart ─▶ SVG
 * </pre>
 *
 * Start with {@link labs.cli.bench.Bench}.
 */
package labs.cli.bench;

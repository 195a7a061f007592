/**
 * What the proxy tells of itself, and what it can be told while it runs.
 *
 * <pre>
 *   Status ─┬─▶ StatsCsv ─▶ /haproxy?stats;csv          for programs
 *           ├─▶ StatsPages ─▶ /haproxy?stats            for people
 *           └─▶ Commands ◀── CommandSocket ◀── a line   for operators
 * </pre>
 *
 * <p>Start reading at {@link labs.proxy.ops.Commands}.
 */
package labs.proxy.ops;

/**
 * What is counted while the proxy runs: of each frontend, backend and server, for the page, the CSV
 * and the command socket.
 *
 * <pre>
 *   each event ───▶ Counters ◀── once a second ── tick
 *                     ├─ adders            how many
 *                     ├─ Rate  (2)         how many a second
 *   Stopwatch ──▶     └─ Times: Average    how long
 *   of a request
 * </pre>
 */
package labs.proxy.stats;

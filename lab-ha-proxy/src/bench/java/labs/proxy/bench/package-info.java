/**
 * Our proxy beside HAProxy: the same configuration file, the same servers, the same load.
 *
 * <pre>
 *   wrk, Transfer, Idle ─▶ Rival: HAProxy, or ours in a JVM of its own ─▶ Origin
 *                             └ CPU time and memory from /proc
 * </pre>
 *
 * <p>Start reading at {@link labs.proxy.bench.ProxyBench}.
 */
package labs.proxy.bench;

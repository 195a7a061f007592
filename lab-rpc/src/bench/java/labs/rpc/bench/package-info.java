/**
 * Ours beside Apache XML-RPC and beside a bare Netty that answers the same bytes.
 *
 * <pre>
 *   RpcBench (this JVM)                        child JVMs, one for each server, same flags
 *     LoadGenerator, OwnClients  --- 64 --&gt;    ServerMain ours | apache | apache-keep-alive | echo
 *     CodecBench (JMH, its own forks)
 * </pre>
 *
 * <p>Start with {@link labs.rpc.bench.RpcBench}. All servers run all the time, and only one at a
 * time has work. The load generator knows nothing of XML: it sends one fixed request over each
 * connection, and compares every answer with the one that was checked before.
 */
package labs.rpc.bench;

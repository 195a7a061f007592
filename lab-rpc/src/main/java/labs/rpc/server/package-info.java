/**
 * XML-RPC over HTTP/1.1, on Netty.
 *
 * <pre>
 *   socket
 *     | bytes          [ stages: TLS ]
 *   HttpRequestDecoder, HttpResponseEncoder
 *     | parts of HTTP  [ stages: compression ]
 *   Deadlines          whose time is up?
 *   OneAtATime         the next request waits for the answer to the last
 *   RequestCollector   HttpRules, limits, 100-continue
 *   KeepAlive          does the connection stay open?
 *     | whole requests [ stages: authentication ]
 *   CallEndpoint  ---- Workers: a bounded pool ----  CallProcessor: decode, call, encode
 *     event loop                 worker
 * </pre>
 *
 * <p>Start with {@link labs.rpc.server.ServerOptions} for what can be set, then follow a request
 * from {@code ServerPipeline} downwards. Everything left of the workers runs on the one event loop
 * of its connection, and so needs no lock; nothing there may block.
 */
package labs.rpc.server;

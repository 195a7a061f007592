/**
 * One program of all the parts: starts what a configuration says, exchanges it for another one, and
 * stops.
 *
 * <pre>
 *   Proxy ─▶ Listener ─▶ Arrival ─────────▶ Door ─┬─▶ HttpDoor ─▶ http.ClientSide
 *             accepts     PROXY header,           └─▶ TcpDoor ─▶ TcpSession ─▶ tcp.Relay
 *             as the      TLS: who is it?
 *             gates allow
 * </pre>
 *
 * <p>Start reading at {@link labs.proxy.run.Proxy}.
 */
package labs.proxy.run;

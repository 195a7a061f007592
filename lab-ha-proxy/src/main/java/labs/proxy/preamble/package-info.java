/**
 * The PROXY protocol: what is said before the first byte of a connection, so that a server behind a
 * proxy knows the client.
 *
 * <pre>
 *   client ──▶ proxy ── PROXY header, then the client's bytes ──▶ PreambleReader ─▶ the rest
 *                     Opening                                          └ ProxyHeader
 * </pre>
 *
 * <p>Start reading at {@link labs.proxy.preamble.ProxyHeader}.
 */
package labs.proxy.preamble;

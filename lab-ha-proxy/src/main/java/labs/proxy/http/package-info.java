/**
 * HTTP/1.1 between clients and servers.
 *
 * <pre>
 *   bytes ─▶ HeadReader ─▶ HeadParser ─▶ Head ─▶ Draft ─▶ bytes
 *              whole?       to the letter  marks   changes: HttpRules, HopByHop, ServerCookie
 *   bytes ─▶ Framing ─▶ Body ─▶ the same bytes, up to where the body ends
 *
 *   ClientSide ──── Exchange ──── ServerSide        one event loop for all three
 *   requests        one request   answers
 *                   Retries       IdleConnections
 * </pre>
 *
 * <p>What a message is, and where it ends, is decided here once, and strictly: see {@code
 * HeadParser}. Start reading there, then {@code Framing}, then {@code Exchange}.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9112">RFC 9112, HTTP/1.1</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110">RFC 9110, HTTP Semantics</a>
 */
package labs.proxy.http;

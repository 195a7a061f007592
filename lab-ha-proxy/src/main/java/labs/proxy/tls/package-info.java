/**
 * TLS, on the client's side and on the server's.
 *
 * <pre>
 *   client ══ TLS ══▶ SniHandler ─ name ─▶ Certificates ─▶ the right certificate
 *                         └─▶ SslHandler ── clear text ──▶ proxy ──▶ ServerTls ══ TLS ══▶ server
 * </pre>
 *
 * <p>Netty's handlers do the cryptography. Start reading at {@link labs.proxy.tls.Certificates}.
 */
package labs.proxy.tls;

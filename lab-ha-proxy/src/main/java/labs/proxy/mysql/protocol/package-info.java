/**
 * MySQL's client/server protocol, as far as a balancer reads it.
 *
 * <pre>
 *   server ──▶ Greeting (challenge)          3 bytes length │ 1 byte sequence │ payload
 *   client ──▶ Login (proof: Scramble)       PacketDecoder, PacketWriter; pieces of 16 MiB
 *   server ──▶ OK, or SqlError
 *   client ──▶ Command                       the sequence begins again at 0
 *   server ──▶ the answer                    ResponseTracker: where does it end? Status?
 * </pre>
 *
 * <p>Begin with {@link labs.proxy.mysql.protocol.PacketDecoder}.
 */
package labs.proxy.mysql.protocol;

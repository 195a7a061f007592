/**
 * A proxy that carries bytes and understands none of them.
 *
 * <pre>
 *                    Connector: Route says where; the next one if that fails
 *                        │
 *   client ═══▶ Relay ───┼──────────▶ write ═══▶ server
 *   client ◀═══ write ◀──┼─────────── Relay ◀═══ server
 *
 *   bytes               are written to the other side, and flushed once for each round of reads
 *   the end of input    shuts the other side's output, behind all that waits to be written
 *   no room             stops reading here until there is room there
 *   a reset             resets the other side: it must not look like an end
 * </pre>
 *
 * <p>Both sides of a connection live on one event loop, so nothing is locked. Start reading at
 * {@link labs.proxy.tcp.TcpProxy}, then {@code Relay}.
 */
package labs.proxy.tcp;

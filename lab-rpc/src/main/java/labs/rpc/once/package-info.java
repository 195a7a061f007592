/**
 * At most once: a reply that was lost on the way is sent again, not worked out again.
 *
 * <pre>
 *   OnceClient                                AtMostOnce            ReplyCache
 *     │ X-Once-Session: s  X-Once-Call: 7         │                     │
 *     ├──────────────── transfer(100) ───────────▶├── (s, 7) is new ───▶│ remember, then run
 *     │            ✗◀──── reply lost ─────────────┤◀────────────────────┤
 *     ├──────────────── transfer(100) ───────────▶├── (s, 7) is known ─▶│ the reply of before
 *     │◀───────────────── reply ──────────────────┤◀────────────────────┤
 * </pre>
 *
 * <p>What makes it right:
 *
 * <ol>
 *   <li>A call has one id, however often it is sent, over whichever connection.
 *   <li>The server remembers an id <em>before</em> it runs the call; a duplicate that comes
 *       meanwhile waits for the same reply.
 *   <li>What the server no longer knows, it refuses; it never runs such a call "to be on the safe
 *       side".
 *   <li>Sessions are named by the server: one that was forgotten (or was known to a server before
 *       it crashed) is refused, too.
 * </ol>
 *
 * <p>Start reading at {@link labs.rpc.once.AtMostOnce}, then {@link labs.rpc.once.ReplyCache},
 * {@link labs.rpc.once.Session} and {@link labs.rpc.once.OnceClient}.
 */
package labs.rpc.once;

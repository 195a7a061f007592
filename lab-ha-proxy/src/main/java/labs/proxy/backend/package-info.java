/**
 * The servers behind a frontend, while the proxy runs.
 *
 * <pre>
 *   Wish ─▶ Upstream ─┬─▶ own server: cookie, stick table ─┐
 *                     └─▶ Balancer, over who is up ────────┴─▶ Turnstile ─▶ Member
 *                              ▲                                 room, or a place in the line
 *                        Checks, operator
 * </pre>
 *
 * <p>Wiring of the parts that the exercises build. Start reading at {@link
 * labs.proxy.backend.Upstream}.
 */
package labs.proxy.backend;

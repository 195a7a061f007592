/**
 * What keeps a proxy alive when more comes than it or its servers can take.
 *
 * <pre>
 *   clients ──▶ Gate ──────────▶ Turnstile ──────────▶ servers
 *               not accepted:     a line: so many      never more than maxconn
 *               the kernel's      at a time to each
 *               queue             server
 *                   Deadline: whoever is too slow loses the place
 * </pre>
 *
 * <p>Start reading at {@link labs.proxy.overload.Turnstile}.
 */
package labs.proxy.overload;

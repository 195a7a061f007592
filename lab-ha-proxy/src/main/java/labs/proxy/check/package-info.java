/**
 * Looks whether servers are well, and tells {@link labs.proxy.health.HealthBoard}.
 *
 * <pre>
 *   Checks: every inter, each server ─▶ Prober ── connect ──────────────▶ passed
 *      ▲                                   └───── GET /health ─▶ 2xx, 3xx ─▶ passed
 *      │                                            else, or not in time ─▶ failed
 *      └── passed, failed ─▶ HealthBoard ─▶ targets, whenever they change
 * </pre>
 *
 * <p>Start reading at {@link labs.proxy.check.Checks}.
 */
package labs.proxy.check;

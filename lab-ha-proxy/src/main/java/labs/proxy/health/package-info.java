/**
 * Which servers are up, and how much each may get.
 *
 * <pre>
 *   checks: passed, failed ────┬─▶ ServerHealth ─▶ up? weight? ─┐
 *   traffic: answered, erred ──┘    one a server                ├▶ HealthBoard ─▶ targets
 *                                  ServerHealth ─▶ …           ─┘   backups only when needed
 * </pre>
 *
 * <p>All this decides, and does not look itself: time comes from a clock, results from outside.
 * Start reading at {@link labs.proxy.health.ServerHealth}.
 */
package labs.proxy.health;

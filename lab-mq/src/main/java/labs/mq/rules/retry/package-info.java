/**
 * Retries with back-off, dead letters and poison: no message stops those behind it, and none is
 * lost.
 *
 * <pre>
 *              fails              fails                  fails
 *   orders ───────────▶ .retry.5s ───────▶ .retry.1m ───────────▶ orders.dead
 *     │  ▲                 │ not-before: paused until then            │
 *     │  └─────────────────┼──────────────── redrive ─────────────────┤
 *     │                                                               │
 *     └────────── cannot be decoded: at once, byte by byte ──────────▶┘
 *
 *   headers: message-id, attempts, not-before, cause, origin-topic, -partition, -offset
 * </pre>
 *
 * Start reading at {@link labs.mq.rules.retry.RetryPlan}.
 */
package labs.mq.rules.retry;

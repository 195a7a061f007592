/**
 * Schemas that change while the log keeps what was written with the old ones.
 *
 * <pre>
 *   register("order", v2) ── compatible with all before? ── no: refused, with the reason
 *                            │ yes
 *                            ▼
 *   compacted topic:   1 = order v1,  2 = order v2
 *                            ▲
 *   0 | 1 | bytes ── decode ─┘ writer's schema ─▶ reader's schema: skip, or fill in the default
 * </pre>
 *
 * Start reading at {@link labs.mq.rules.schema.Compatibility}.
 */
package labs.mq.rules.schema;

/**
 * Queries on Storm: a topology that joins, groups, sorts and pages.
 *
 * <pre>
 *             BEGIN, LEASE, RELEASE to all tasks
 *            ┌────────┬──────────┬───────────┐
 *   query ───┤        ▼          ▼           ▼
 *   (spout)  └──▶   scan  ══▶  join  ══▶  group  ══▶  range
 *         splits    reads      hashes      merges      keeps
 *                   files        └══════════════════▶  ranges
 *                                                        ▲
 *   Engine ── Driver ─ where to cut, how far, any page ──┘
 * </pre>
 *
 * Start with {@link labs.compute.engine.QueryRun}, which says what is sent and what a failure does;
 * then {@link labs.compute.engine.QueryBolt}; from outside it is all {@link
 * labs.compute.engine.Engine}.
 */
package labs.compute.engine;

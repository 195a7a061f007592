/**
 * Is anybody behind? A queue hides that its readers are slow, or not there, until somebody looks.
 *
 * <pre>
 *   LagReader ── committed ──┐            ┌── the log's end
 *                            ▼            ▼
 *        … read … read … │unread … unread│
 *                          └ its age: GroupLag ──▶ LagAlarm ── raised at 60 s
 *                                                           └─ cleared at 20 s
 * </pre>
 *
 * Start reading at {@link labs.mq.rules.lag.GroupLag}.
 */
package labs.mq.rules.lag;

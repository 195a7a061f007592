/**
 * The transactional outbox: a change in the database and the message about it, both or neither.
 *
 * <pre>
 *   begin                                     OutboxRelay, one at a time
 *     UPDATE account …                          lock the row of outbox_leader
 *     INSERT INTO outbox …  ◀── Outbox.write    read the oldest rows
 *   commit ─────────────────▶ outbox ─────────▶ send, wait for acks=all  ──▶ Kafka
 *                                ▲              ── kill -9 here: sent again, same message-id
 *                                └───────────── delete them, commit (and so unlock)
 * </pre>
 *
 * Start reading at {@link labs.mq.rules.outbox.Outbox}.
 */
package labs.mq.rules.outbox;

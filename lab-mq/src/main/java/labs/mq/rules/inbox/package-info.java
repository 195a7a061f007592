/**
 * The idempotent consumer: at-least-once delivery, and each effect once.
 *
 * <pre>
 *   poll ──▶ begin
 *              INSERT INTO inbox (consumer, message-id)  ── is there already? then nothing
 *              UPDATE account …
 *            commit       ── kill -9 here: it comes again, and finds its id
 *            commit the offset
 * </pre>
 *
 * Start reading at {@link labs.mq.rules.inbox.Inbox}.
 */
package labs.mq.rules.inbox;

/**
 * A shop that runs, and is disturbed.
 *
 * <pre>
 *   OrderFeed ──▶ Kafka ◀──▶ WorkerProcess 0, 1: JVMs of their own
 *      ShopRun:  BooksReader ──▶ Progress ──▶ ShopWatcher
 *                Chaos: kill -9 a worker, a broker, a worker …
 * </pre>
 *
 * <p>Begin with {@link labs.mq.shop.run.ShopRun}. Nothing here is an exercise.
 */
package labs.mq.shop.run;

/**
 * Exercise 5, a configuration centre: many keys that change together, for many clients.
 *
 * <pre>
 *   ConfigPublisher ──── Schema: nothing is written if anything is wrong
 *        │
 *        │ one multi: current must still be what we read
 *        ▼
 *   /current            ◀── the only node that is watched; holds the snapshot if it is small
 *   /versions/…0041         what current was: the history, and what one can go back to
 *   /versions/…0042         (the same bytes as current)
 *   /blobs/ID/0, 1, 2       the body of a large snapshot, written before current names it
 *        │
 *        │ one watch, one read
 *        ▼
 *   ConfigWatcher ──▶ ConfigClient ──▶ listeners: the newest snapshot, and the difference
 *                          └────────▶ LastKnownGood: a file, for when ZooKeeper is away
 * </pre>
 *
 * Read {@link labs.zookeeper.config.Snapshot}, {@link labs.zookeeper.config.Entry}, {@link
 * labs.zookeeper.config.ConfigPublisher}, {@link labs.zookeeper.config.ConfigWatcher}, in this
 * order.
 */
package labs.zookeeper.config;

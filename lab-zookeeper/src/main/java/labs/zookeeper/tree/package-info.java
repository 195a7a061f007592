/**
 * The tree of znodes, on the plain ZooKeeper client: sessions, versions, watches.
 *
 * <pre>
 *                 SyncConnected
 *  CONNECTING ────────────────────▶ CONNECTED ◀──┐ SyncConnected: the same session,
 *      ▲                       Disconnected │    │ its ephemeral nodes and watches live
 *      │                                    ▼    │
 *      │  a new session                  SUSPENDED     nobody knows
 *      │                                    │ Expired: a server said so, or 4/3 of the timeout passed
 *      └──────────────────────────────── EXPIRED       its ephemeral nodes are gone for good
 * </pre>
 *
 * <p>Start with {@link labs.zookeeper.tree.Session} and {@link labs.zookeeper.tree.SessionState};
 * then {@link labs.zookeeper.tree.Calls} (what a failed call means), {@link
 * labs.zookeeper.tree.Tree} (reading and writing), {@link labs.zookeeper.tree.NodeWatcher} and
 * {@link labs.zookeeper.tree.TreeWatcher} (hearing of changes).
 */
package labs.zookeeper.tree;

/**
 * ZAB over sockets: the same {@link labs.zookeeper.zab.ZabNode} that runs in the simulation, in a
 * process of its own, with a real network, clock and disk.
 *
 * <pre>
 *   one node                                                          another node
 *   ────────                                                          ────────────
 *                      ┌──────── EventLoop: one thread ────────┐
 *   ClientPort ───────▶│ ReplicatedCounter ── ZabNode ── timers │
 *   (a thread for      └───▲───────────────────┬───────┬────────┘
 *    each client)          │ messages      send│       │write, sync
 *                          │                   ▼       ▼
 *                    PeerConnection        PeerLink  FileDisk ── Storage: append, force
 *                    (a thread for         (a thread and a
 *                     each peer)            bounded queue each)
 *                          ▲                   │
 *                          │                   └── frames over TCP ──▶ PeerServer, PeerConnection
 *                     PeerServer ◀── frames over TCP ────────────────── PeerLink
 * </pre>
 *
 * <p>What holds:
 *
 * <ol>
 *   <li>One thread: messages, timers and clients' calls reach the node one after the other.
 *   <li>A link delivers each message at most once and in the order of sending; it may lose some,
 *       never half of one. Nobody waits for a slow peer: its queue is bounded and drops.
 *   <li>What {@code sync} returned from survives {@code kill -9} and a power failure, and a file
 *       that was damaged otherwise is refused, not guessed at.
 *   <li>No peer, however broken, costs more than its own connection and a frame's worth of memory.
 * </ol>
 *
 * <p>It keeps the whole log, in memory and on disk: there are no snapshots. The network is trusted
 * (neither encrypted nor authenticated), as between ZooKeeper's servers by default.
 *
 * <p>Start reading at {@link labs.zookeeper.zab.net.ZabServer}, which wires all this together; then
 * Frames, EventLoop, FileDisk, PeerLink and PeerConnection, which are the exercise.
 */
package labs.zookeeper.zab.net;

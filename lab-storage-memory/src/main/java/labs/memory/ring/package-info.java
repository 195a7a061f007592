/**
 * The client's side of Memcached. The servers do not know each other; the client alone decides who
 * holds a key, and clients that decide differently do not find each other's values.
 *
 * <pre>
 *   key ──KeyHash──▶ 0 ─────●───◆────●──────▲───●──── 2³² ─ and on at 0
 *                            points of servers, many for each: "name-0", "name-1", …
 *
 *   RingFormat      which name, which hash, how many points: one constant for each real client
 *     └ Placement   key → servers in the order in which to ask them
 *         ├ ConsistentHashRing     ketama: points on a circle
 *         ├ RendezvousHash         the highest score of all servers
 *         ├ JumpHash               numbers of servers only
 *         └ Modulo                 hash % servers
 *   KeyMovement     how many keys move when a server comes or goes
 *   ShardedClient   sockets to all, what is done with a dead server's keys, and its return
 *     └ Generations   a part of each key's name, which changes with its server's state
 * </pre>
 *
 * Read {@link labs.memory.ring.KeyHash}, {@link labs.memory.ring.ConsistentHashRing}, {@link
 * labs.memory.ring.RingFormat}, then {@link labs.memory.ring.ShardedClient}.
 */
package labs.memory.ring;

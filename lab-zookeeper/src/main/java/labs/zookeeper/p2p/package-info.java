/**
 * Exercise 4, service discovery and a small peer-to-peer network: ZooKeeper says who is there, the
 * nodes talk to each other.
 *
 * <pre>
 *   ZooKeeper   /cards/n1 …  ephemeral: id, address, abilities     written by Registration
 *               /links/n1 …  ephemeral: the neighbours n1 is connected to
 *                   │
 *               Directory ──▶ NetworkMap ──▶ RoutingTable   shortest ways, first hops
 *                                                 │
 *   application ──▶ Outbox ──▶ Router ◀───────────┘
 *                  retries       │  forwards hop by hop, or delivers once, and answers
 *                  until the     ▼
 *                  answer      Links ──TCP──▶ Links of a neighbour
 * </pre>
 *
 * Only the links between neighbours are real; a message for anyone else travels over nodes in
 * between. A packet carries the broken links that it met, so that every node on its way routes
 * around them, whether ZooKeeper has told it of them or not.
 *
 * <p>Read {@link labs.zookeeper.p2p.PeerNode}, {@link labs.zookeeper.p2p.Packet}, {@link
 * labs.zookeeper.p2p.RoutingTable}, {@code Router}, in this order.
 */
package labs.zookeeper.p2p;

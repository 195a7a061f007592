/**
 * A Memcached server over {@link labs.memory.cache.SlabCache}.
 *
 * <pre>
 *   client ──bytes──▶ ServerConnection ──▶ TextProtocol ──▶ MetaCommands ──┐
 *      ▲                     │                  │                          ├──▶ SlabCache
 *      │                     └─▶ BinaryProtocol ┴──▶ IncomingValue ────────┘
 *      └──────── Reply ◀──────────────┘
 * </pre>
 *
 * <ol>
 *   <li>A value goes from the network to its place in the cache, and from there to the network: no
 *       copy of it lies on the heap.
 *   <li>What a client has not read stops what it asks: no answer waits in memory without bound.
 *   <li>After an error the next command is found where the client put it, or the connection ends.
 * </ol>
 *
 * <p>Start with {@link labs.memory.memcached.TextProtocol}.
 */
package labs.memory.memcached;

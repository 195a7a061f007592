/**
 * The least that a client of one Memcached server is: a socket, and four commands in text. Nothing
 * here is an exercise; the packages beside it build on it.
 *
 * <pre>
 *   MemcachedConnection ──"get k"──▶ one server
 *                       ◀─VALUE … END──
 * </pre>
 *
 * Start reading at {@link labs.memory.client.MemcachedConnection}.
 */
package labs.memory.client;

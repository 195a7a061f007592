/**
 * Real Memcached servers: the program of the native package, each server a process of its own. They
 * know nothing of each other; which key goes where is the clients' business.
 *
 * <p>Start with {@link labs.cluster.memcached.Memcached}.
 */
package labs.cluster.memcached;

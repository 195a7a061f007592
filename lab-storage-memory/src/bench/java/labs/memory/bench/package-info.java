/** Our Memcached server beside memcached. Start with {@link labs.memory.bench.MemoryBench}. */
package labs.memory.bench;

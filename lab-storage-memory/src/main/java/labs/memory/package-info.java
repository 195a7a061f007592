/** Chapter 4: in-memory storage. Start with {@link labs.memory.cache.SlabCache}. */
package labs.memory;

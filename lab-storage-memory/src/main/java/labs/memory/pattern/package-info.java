/**
 * Patterns of a cache before a database, and how each goes wrong.
 *
 * <pre>
 *   reader ──▶ NearCache ──▶ SingleFlight ──▶ CacheAside ──miss──▶ Source (the database)
 *              hot keys      stampede          │   ▲
 *                                              ▼   │ JitteredExpiry: avalanche
 *                                            Cache ┘ NegativeCache, BloomFilter: penetration
 *                                              ▲     LeasedCacheAside: races
 *   writer ──▶ WriteThrough ──both, by version─┤     EarlyRefresh: expiry of a hot key
 *          ──▶ WriteBehind ──later, coalesced──▶ Source
 * </pre>
 *
 * Each class is one lesson. Begin with {@link labs.memory.pattern.CacheAside} and {@link
 * labs.memory.pattern.LeasedCacheAside}. {@link labs.memory.pattern.ProductTable} and {@link
 * labs.memory.pattern.SlabCacheClient} are no exercise.
 */
package labs.memory.pattern;

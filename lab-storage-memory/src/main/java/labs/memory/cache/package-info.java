/**
 * A cache in memory outside of the heap that never takes more than it was given.
 *
 * <pre>
 *                      SlabCache (monitor; what a value is stored for)
 *        ┌──────────────┬──────┴───────┬───────────────┐
 *    HashIndex     SegmentedLru   SlabAllocator    CacheClock
 *   (key → item)  (who goes next)  (who has room)  (what is over)
 *        └──────────────┴──────┬───────┘
 *                    Items, in Pages of 1 MiB
 * </pre>
 *
 * <p>Start with {@link labs.memory.cache.Items}, which says how an item lies in memory.
 */
package labs.memory.cache;

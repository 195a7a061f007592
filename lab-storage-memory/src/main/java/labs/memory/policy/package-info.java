/**
 * Which key goes when there is no room: three policies over keys alone, and the traces on which
 * their hits are counted.
 *
 * <pre>
 *   Traces ──key──▶ LeastRecentlyUsed | HotWarmCold | TinyLfu ──▶ was it there?
 *                                                        │
 *                                                 FrequencySketch
 * </pre>
 *
 * <p>Start with {@link labs.memory.policy.LeastRecentlyUsed}, and look at what a scan does to it.
 */
package labs.memory.policy;

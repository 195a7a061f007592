/**
 * What the chapters' benchmarks share: the values of each system, round by round, written as {@code
 * lab bench} wants them; which parts to run; which version of a peer ran.
 *
 * <p>Begin with {@link labs.kit.bench.Series}.
 */
package labs.kit.bench;

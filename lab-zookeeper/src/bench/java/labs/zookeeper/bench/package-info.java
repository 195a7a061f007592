/**
 * Ours beside Curator's recipes, on one ensemble of three processes, in turns.
 *
 * <pre>
 *   ZooKeeperBench (this JVM)         three servers          child JVMs
 *     LockRounds      ───────────────▶   ▲  ▲  ▲
 *     ElectionRounds  ─ the next ────▶   │  │  └──── LeaderMain: leads, and is killed
 *     ConfigRounds    ─ publishes ───▶   │  └─────── WatchersMain: a thousand sessions each
 *     ZabRate (no server: the simulation)
 * </pre>
 *
 * <p>Start with {@link labs.zookeeper.bench.ZooKeeperBench}. Each part checks that both sides gave
 * the right answer, and throws if not.
 */
package labs.zookeeper.bench;

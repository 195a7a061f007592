/**
 * The demos: {@code lab run zookeeper} shows the peer-to-peer network while things die, {@code
 * config} the configuration centre, {@code recipes} what barrier, counters and queues cost.
 *
 * <pre>
 *   PeersDemo    three servers ─ n1 here, n2 … n5 as processes ─ kill -9 the leader, kill -9 n2
 *   ConfigDemo   publish, watch, refuse, roll back, ZooKeeper away; or by hand: get, publish, …
 *   RecipesDemo  a table of measurements
 * </pre>
 */
package labs.zookeeper.demo;

/**
 * The little that several exercises need around Curator's framework: a client with sensible
 * settings, and calls that say what they throw.
 *
 * <pre>
 *   Curators.connect ──▶ CuratorFramework ──▶ Curators.call(() -> client.getData()…)
 *                                             throws KeeperException, InterruptedException
 * </pre>
 *
 * Nothing here is an exercise.
 */
package labs.zookeeper.curator;

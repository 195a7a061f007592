/**
 * A database that survives its machines: Corosync, Pacemaker and MariaDB on three nodes, which are
 * namespaces of this machine.
 *
 * <pre>
 *   ClusterOfNodes ── Room: namespaces with a bridge ──┬── Node n1   Corosync ─ Pacemaker ─ MariaDB
 *        │                                             ├── Node n2   the same
 *        │                                             ├── Node n3   the same
 *        │                                             └── ClientMachine ─ WriteProbe ─▶ WriteLog
 *        └── loads GroupResources or ReplicatedResources: which says what runs, and with what
 * </pre>
 *
 * <p>Start reading at {@link labs.proxy.cluster.GroupResources}, then {@link
 * labs.proxy.cluster.ClusterOfNodes}.
 */
package labs.proxy.cluster;

/**
 * Leader election without a herd: each candidate has an ephemeral sequential node, the one with the
 * lowest number leads, and every other watches the one right before it.
 *
 * <pre>
 *   /election
 *     ├─ 51a7…-10003a-n-0000000004   leads; its czxid is the epoch
 *     ├─ 9e02…-10007f-n-0000000005 ──watches──▶ …04
 *     └─ c3d1…-20001b-n-0000000007 ──watches──▶ …05     (06 has left)
 * </pre>
 *
 * <p>Start with {@link labs.zookeeper.election.Election}; {@link
 * labs.zookeeper.election.LeaderElection} is ours, {@link labs.zookeeper.election.LatchElection}
 * the same by Curator.
 */
package labs.zookeeper.election;

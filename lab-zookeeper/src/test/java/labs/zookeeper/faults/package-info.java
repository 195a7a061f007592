/**
 * The chapter's recipes against a real ensemble on a bad day: servers are killed, paused and cut
 * off from each other and from their clients, sessions expire, and eight clients go on working.
 * What they saw is judged afterwards.
 *
 * <pre>
 *   8 × Worker ── 3 FaultProxy ──▶ 3 servers ◀── 6 FaultProxy ──▶ each other
 *     counter, register: History, judged by the linearizability checker
 *     lock:              holds, judged by the model of a lock; a fenced store that must add up
 *     configuration:     every snapshot whole, every acknowledged version there
 *   Trouble: one fault after the other, by the seed
 * </pre>
 *
 * <p>Twelve seconds by default; {@code -Dlab.faults.seconds=60} for more. Start at {@link
 * labs.zookeeper.faults.FaultsTest}.
 */
package labs.zookeeper.faults;

/**
 * A world of nodes in which nothing happens by chance: time, network, disks and crashes come from a
 * seed, so a run that fails can be run again, and thousands of runs take seconds.
 *
 * <pre>
 *               Machine (clock, send, timers, disk, random)
 *   Node ◀─────────────────────────────────────────────────▶ World     seeded, virtual time
 *   (the algorithm: the same class                           Explorer  every interleaving, to a depth
 *    runs over real sockets)                                 …or a real transport of the chapter's own
 * </pre>
 *
 * Start reading at {@link labs.kit.sim.Node}, {@link labs.kit.sim.Machine}, then {@link
 * labs.kit.sim.World}.
 */
package labs.kit.sim;

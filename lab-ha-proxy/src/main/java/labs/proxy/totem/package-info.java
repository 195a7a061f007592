/**
 * Who is there, and in which order did what happen: the principle under Corosync. A ring as in
 * Totem (Amir, Moser, Melliar-Smith, Agarwal, Ciarfella, 1995), and a vote on top of it.
 *
 * <pre>
 *   Application ◀── deliver, configured ── TotemNode ──▶ TotemMachine (clock, network, a number)
 *                                             │
 *     Ring: OrderedBroadcast ─ Backlog, Delivery      the token (passed by Baton), the order
 *     Gathering                                       who is there?
 *     Recovery                                        the same past for all who stay together
 *     Quorum                                          and who of them may act
 * </pre>
 *
 * <p>Start reading at {@link labs.proxy.totem.TotemNode}, then {@link
 * labs.proxy.totem.OrderedBroadcast}.
 */
package labs.proxy.totem;

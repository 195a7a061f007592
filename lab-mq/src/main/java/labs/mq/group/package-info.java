/**
 * Consumer groups, as the broker sees them: who is in, in which generation, and how far each
 * partition has been read. Who gets which partition is decided by one of the members, the leader.
 *
 * <pre>
 *               first member joins                all have joined, or their time is over
 *   Empty ───────────────────────▶ Preparing ───────────────────────────▶ Completing
 *     ▲                                ▲   ▲                                  │
 *     │ the last one left              │   │ somebody joins or leaves,        │ the leader's
 *     └────────────────────────────────┘   │ or is silent too long            │ plan has come
 *                                          └───────────── Stable ◀────────────┘
 * </pre>
 *
 * <p>What holds:
 *
 * <ol>
 *   <li>A generation has one leader and one plan, and each member gets its part of that plan only.
 *   <li>Whoever missed a generation is told so by its next request, and its commits are refused.
 *   <li>A member that is silent for its session's timeout is out, and its partitions go to others.
 *   <li>A committed offset survives the death of the broker.
 * </ol>
 *
 * <p>Start reading at {@link labs.mq.group.GroupCoordinator}, then {@code Group}.
 *
 * @see <a href="https://kafka.apache.org/protocol">Kafka's protocol guide, the classic group
 *     protocol</a>
 */
package labs.mq.group;

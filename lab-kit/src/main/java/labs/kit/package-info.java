/**
 * Tools for the tests of every chapter: a network that misbehaves on demand, randomness that can be
 * replayed, and a watch on leaked threads.
 *
 * <pre>
 *   client ──▶ FaultProxy ──▶ server        Schedule.random(seed, …) ─▶ proxy.play(…)
 *                  │ asks                                                    │
 *                  ▼                                                         ▼
 *               Weather  ◀──────────────── a Fault: delay, cut, … ───────────┘
 *
 *   &#64;LabTest class ──▶ LabExtension ──▶ Seeds        (injects, prints, replays)
 *                                   └──▶ ThreadLeaks  (fails a class that leaves threads behind)
 * </pre>
 *
 * <p>Start reading at {@link labs.kit.FaultProxy}, then {@link labs.kit.Fault} and {@link
 * labs.kit.Schedule}; {@link labs.kit.LabTest} and {@link labs.kit.RequiresProgram} stand alone.
 */
package labs.kit;

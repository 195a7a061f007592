/**
 * Draws what happened as a space-time diagram: time runs to the right, each client or node has its
 * lane, operations are bars, messages arrows, faults shaded bands. One HTML file, readable by
 * itself.
 *
 * <pre>
 *   Verdict.Violation ─▶ Diagrams.of ─┐
 *   World.trace       ─▶ Diagrams.of ─┴─▶ Diagram ─▶ DiagramPage ─▶ evidence.html
 * </pre>
 *
 * Start reading at {@link labs.kit.evidence.Diagram}.
 */
package labs.kit.evidence;

/**
 * What concurrent clients did to a system, as they saw it.
 *
 * <pre>
 *   client 0   ├── write 1 ──┤ ok
 *   client 1        ├──── read ────┤ ok 1
 *   client 2   ├── write 2 ───────────────── … unknown: no answer came
 * </pre>
 *
 * Start reading at {@link labs.kit.history.History}.
 */
package labs.kit.history;

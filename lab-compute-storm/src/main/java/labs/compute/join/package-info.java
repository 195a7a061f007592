/**
 * Ways to join two tables.
 *
 * <pre>
 *   left  ──▶ by hash of key ──▶ ┌─────────────┐
 *                                │ HashIndex   │ ──▶ joined rows
 *   right ──▶ by hash of key ──▶ └─────────────┘
 * </pre>
 *
 * Start with {@link labs.compute.join.HashIndex}.
 */
package labs.compute.join;

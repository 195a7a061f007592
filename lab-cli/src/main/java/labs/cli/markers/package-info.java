/**
 * The one source of reference and starter: {@code // BEGIN SOLUTION}, {@code // END SOLUTION} and
 * {@code // STUB: …} lines, parsed strictly and cut exactly to the byte.
 *
 * <pre>
 *   bytes ─▶ MarkedLine (one a line) ─▶ Cutter ─▶ Cut: starter bytes + removed Regions
 * </pre>
 *
 * Start with {@link labs.cli.markers.Cutter}.
 */
package labs.cli.markers;

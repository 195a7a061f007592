/**
 * Remembers what was proved of the course, and tells what has changed since.
 *
 * <pre>
 *   Proving ─┬▶ Inputs ─▶ Fingerprint    what a proof of a chapter stands on
 *            │     └─ NamedSources       which sources of the libraries a chapter uses
 *            ├▶ Plan                     what has changed, the oldest proof first, and one in turn
 *            ├▶ Verification             tries the claims
 *            └▶ Ledger ─▶ docs/proofs.json
 * </pre>
 *
 * Start with {@link labs.cli.proofs.Proving}, then {@link labs.cli.proofs.Inputs}.
 */
package labs.cli.proofs;

/**
 * What this machine has, and what each missing thing would enable.
 *
 * <pre>
 *   Doctor ─▶ Required (JDK, Maven, git, memory, disk, ports) ─┐
 *         └─▶ Extras (native programs, bubblewrap, Docker) ──┴▶ Finding …
 * </pre>
 *
 * Start with {@link labs.cli.doctor.Doctor}.
 */
package labs.cli.doctor;

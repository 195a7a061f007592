/**
 * Proves the course: each claim of the design is tried, and each outcome is one line.
 *
 * <pre>
 *   Verification ─┬▶ CourseProofs    modules, the handout
 *                 ├▶ ChapterProofs   reference, starter, honest order, planted mistakes
 *                 │      └─ Workshop: variants of the main code, compiled and tested
 *                 └▶ ReadmeProofs    headings, snippets, command blocks
 *                        └─ Markdown ─▶ Block ─▶ Shell, Snippet
 *        all as Proofs ─▶ Tally ─▶ "✓ claim", and the sum
 * </pre>
 *
 * Start with {@link labs.cli.verify.Verification}, then {@link labs.cli.verify.ChapterProofs}.
 */
package labs.cli.verify;

/**
 * Copies of the course without its solutions, and what is done in them.
 *
 * <pre>
 *   reference ─ SourceFiles ─▶ CopyWriter ─▶ DIR: every solution cut out, every stub in
 *                                 ├─▶ DIR/.lab/starter   pristine files      ◀─ Starters (reset)
 *                                 ├─▶ DIR/.lab/copy.json where we came from  ◀─ CopyInfo (diff)
 *                                 ├─▶ FirstCommit        for a student
 *                                 └─▶ LeakCheck          for a handout
 * </pre>
 *
 * Start with {@link labs.cli.copy.CopyWriter}.
 */
package labs.cli.copy;

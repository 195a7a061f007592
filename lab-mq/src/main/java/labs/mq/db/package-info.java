/**
 * A real MariaDB on this machine, for demos and tests: the server's own binary, brought as a jar,
 * in a process of its own with a temporary directory.
 *
 * <pre>
 *   MariaDb ── sh ─┬─ mariadbd          its data in a temporary directory, on a free port
 *                  └─ reads our pipe    the pipe ends when we end, however: then mariadbd is killed
 *   Database ──────── a schema of it, and transactions on it
 * </pre>
 *
 * Begin with {@link labs.mq.db.MariaDb}. Nothing here is an exercise.
 */
package labs.mq.db;

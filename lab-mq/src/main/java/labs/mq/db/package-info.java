/**
 * A database for demos and tests: schemas of a real MariaDB, and transactions on them.
 *
 * <p>{@link labs.cluster.mariadb.MariaDb} is the server. Nothing here is an exercise.
 */
package labs.mq.db;

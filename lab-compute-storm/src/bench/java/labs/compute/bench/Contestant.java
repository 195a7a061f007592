package labs.compute.bench;

import java.io.IOException;

/**
 * A system that answers the case's query. One process each, so that each has its own memory, and is
 * asked by lines of text.
 */
interface Contestant extends AutoCloseable {
    /** How many rows a page has. */
    int PAGE = 100;

    /** The case's query, in every system's words. */
    String SQL =
            "SELECT o.id, o.amount, u.score FROM orders o JOIN users u ON o.user_id = u.id"
                    + " ORDER BY u.score DESC, o.id";

    /** Reads the files, joins and sorts as far as its first page needs, and gives that. */
    String query() throws IOException;

    /** The page at an offset of the query that was asked last, by what means it has. */
    String page(long offset) throws IOException;

    /** What has to be done after a query, and belongs to none. */
    default void rest() {}

    @Override
    void close();
}

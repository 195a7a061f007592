package labs.compute.join;

import java.io.Closeable;
import java.io.IOException;

/** Rows that wait in memory and can be sent to disk. */
interface Spillable extends Closeable {
    /** How many bytes of the budget they hold and would give back. */
    long memory();

    /** Whether some of them are on disk already, so that more there do no further harm. */
    boolean hasSpilled();

    /** Writes what is in memory to disk and gives the memory back. */
    void spill() throws IOException;

    /** Gives back the memory and deletes what is on disk. */
    @Override
    void close() throws IOException;
}

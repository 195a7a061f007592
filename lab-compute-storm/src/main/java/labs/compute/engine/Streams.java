package labs.compute.engine;

import org.apache.storm.tuple.Fields;

/** The names of the streams between tasks, and of their fields. */
final class Streams {
    static final String BEGIN = "begin";
    static final String LEASE = "lease";
    static final String SPLIT = "split";
    static final String RELEASE = "release";

    /** The four above. */
    static final Fields CONTROL = new Fields("query", "attempt", "number", "body");

    /** From scanning tasks to joining ones, a tuple to each of them for each split. */
    static final String SCANNED = "scanned";

    static final Fields SCANNED_FIELDS = new Fields("query", "attempt", "split", "rows");

    /** From joining tasks to grouping ones. */
    static final String PARTIALS = "partials";

    /** From joining or grouping tasks to those that keep the ranges. */
    static final String FINALS = "finals";

    /**
     * Of both: which of the plan's SELECTs the rows are of, if they are partials. Without rows it
     * is the producer's end, and says how many chunks it sent.
     */
    static final Fields CHUNK_FIELDS =
            new Fields("query", "attempt", "producer", "select", "rows", "chunks");

    private Streams() {}
}

package labs.compute.engine;

import java.io.Serializable;

/** A try to run a query. Later ones replace earlier ones, as later queries do. */
record Run(long query, int attempt) implements Serializable, Comparable<Run> {
    static final Run NONE = new Run(0, 0);

    Run next() {
        return new Run(query, attempt + 1);
    }

    @Override
    public int compareTo(Run other) {
        int byQuery = Long.compare(query, other.query);
        return byQuery != 0 ? byQuery : Integer.compare(attempt, other.attempt);
    }

    @Override
    public String toString() {
        return "query " + query + ", attempt " + attempt;
    }
}

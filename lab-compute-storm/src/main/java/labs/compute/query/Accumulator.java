package labs.compute.query;

import labs.compute.query.Grouping.Aggregate;

/**
 * The state of one aggregate for each group. A state is a few numbers, so that it can travel to the
 * task that merges it with others. Not thread-safe.
 */
interface Accumulator {
    static Accumulator of(Aggregate aggregate) {
        return switch (aggregate.function()) {
            case COUNT -> new Counts();
            case COUNT_DISTINCT -> new DistinctCounts();
            case SUM, AVG -> new Sums(aggregate);
            case MIN, MAX -> new Extremes(aggregate.function());
        };
    }

    /** Makes room for so many groups; new ones begin as an aggregate of nothing. */
    void reserve(int groups);

    /**
     * Takes rows.
     *
     * @param values the aggregate's column, or null for COUNT(*)
     */
    void add(int[] groups, long[] values);

    /** How many numbers a state has: one, if it says nothing else. */
    default int width() {
        return 1;
    }

    /** The state of nothing: to merge it changes nothing. */
    long nothing();

    /** The states of the first groups, number by number. */
    long[][] states(int groups);

    /** Takes the states of another accumulator of the same aggregate. */
    void merge(int[] groups, long[][] states);

    /**
     * What the aggregate is, for each of the first groups.
     *
     * @throws ArithmeticException if one is beyond its type
     */
    long[] results(int groups);
}

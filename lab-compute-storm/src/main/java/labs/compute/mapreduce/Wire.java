package labs.compute.mapreduce;

/** What coordinator and workers say to each other: a code of one byte, then what belongs to it. */
final class Wire {
    // From a worker.
    /** Name, port at which it hands out map outputs. */
    static final int HELLO = 1;

    /** Nothing; answered by MAP, REDUCE, WAIT or END. */
    static final int NEXT = 2;

    /** Kind, task, attempt. */
    static final int SUCCEEDED = 3;

    /** Kind, task, attempt, why. */
    static final int FAILED = 4;

    /** Kind, task, attempt, why; and the map whose output could not be had, and its attempt. */
    static final int NOT_FETCHED = 6;

    /** I live. */
    static final int PING = 5;

    // From the coordinator.
    /** Task, attempt, file, start, end. */
    static final int MAP = 11;

    /** Task, attempt, file to write, number of maps, and of each: port and attempt. */
    static final int REDUCE = 12;

    /** There is nothing to do now. */
    static final int WAIT = 13;

    /** There will be nothing to do any more. */
    static final int END = 14;

    private Wire() {}
}

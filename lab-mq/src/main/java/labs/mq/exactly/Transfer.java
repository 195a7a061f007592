package labs.mq.exactly;

/** Moves records from a topic to another, step by step. For one thread. */
public interface Transfer extends AutoCloseable {
    /**
     * Takes what has come, at most one batch of it, and moves it. Waits a moment if nothing has.
     *
     * @return how many records it took
     */
    int step();

    @Override
    void close();
}

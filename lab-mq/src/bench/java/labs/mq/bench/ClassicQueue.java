package labs.mq.bench;

/** A durable queue for several producers and consumers, each on a thread of its own. */
interface ClassicQueue extends AutoCloseable {
    /** Puts a message in. */
    interface Producer extends AutoCloseable {
        void put(byte[] body) throws Exception;

        @Override
        void close() throws Exception;
    }

    /** Takes a message and acknowledges it. */
    interface Consumer extends AutoCloseable {
        /**
         * @return null if none comes for a second
         */
        byte[] takeAndAck() throws Exception;

        @Override
        void close() throws Exception;
    }

    Producer producer() throws Exception;

    Consumer consumer() throws Exception;

    @Override
    void close() throws Exception;
}

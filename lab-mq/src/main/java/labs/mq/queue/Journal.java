package labs.mq.queue;

import java.io.IOException;
import java.util.List;

/** Where a queue writes down what happens, so that it can be told again after a crash. */
interface Journal extends AutoCloseable {
    /** Remembers nothing: a queue in memory. */
    Journal NONE =
            new Journal() {
                @Override
                public void put(StoredMessage message) {}

                @Override
                public void delivered(long id) {}

                @Override
                public void gone(long id) {}

                @Override
                public void revived(long id) {}

                @Override
                public boolean isTooLong(int live) {
                    return false;
                }

                @Override
                public void beginAnew(List<StoredMessage> live, long lastId) {}

                @Override
                public void close() {}
            };

    /** When it returns, the death of this process does not lose the message. */
    void put(StoredMessage message) throws IOException;

    /** It was handed out once more. */
    void delivered(long id) throws IOException;

    /** It was acknowledged: it must not come again. */
    void gone(long id) throws IOException;

    /** A dead letter begins anew. */
    void revived(long id) throws IOException;

    /**
     * Whether most of it is about messages that are gone.
     *
     * @param live messages that are not, dead letters among them
     */
    boolean isTooLong(int live);

    /**
     * Replaces all that was written by what is there now.
     *
     * @param lastId the highest id that was given, perhaps of a message that is gone
     * @throws IOException if it could not; then what was written before is still there and good
     */
    void beginAnew(List<StoredMessage> live, long lastId) throws IOException;

    @Override
    void close() throws IOException;
}

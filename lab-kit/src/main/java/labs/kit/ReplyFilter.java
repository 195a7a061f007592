package labs.kit;

import java.util.Arrays;

/**
 * Reads one connection of a {@link FaultProxy} along, in the protocol that is spoken on it, and
 * says which reply gets lost. Its two methods are called by two threads.
 */
public interface ReplyFilter {
    /** Passes all. */
    ReplyFilter NONE =
            new ReplyFilter() {
                @Override
                public void request(byte[] bytes, int length) {}

                @Override
                public Passage reply(byte[] bytes, int length) {
                    return new Passage(Arrays.copyOf(bytes, length), false);
                }
            };

    /** One filter for each connection. */
    @FunctionalInterface
    interface Factory {
        ReplyFilter create();
    }

    /**
     * What becomes of bytes that the server sent.
     *
     * @param bytes what the client gets now; the filter may keep the rest until it knows what it is
     * @param cut whether the connection is reset then
     */
    record Passage(byte[] bytes, boolean cut) {}

    /** The client has sent that; the server gets it next. */
    void request(byte[] bytes, int length);

    /** The server has sent that. */
    Passage reply(byte[] bytes, int length);
}

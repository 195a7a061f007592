package labs.proxy.config;

import java.util.Optional;

/**
 * {@code tcp-request}: what is done with a connection.
 *
 * @param stage when it is looked at
 * @param action what is done
 * @param variable of SET_VARIABLE, its name
 * @param sample of SET_VARIABLE and TRACK, the value
 * @param counter of TRACK and INCREASE
 */
public record TcpRule(
        Stage stage,
        Action action,
        Optional<String> variable,
        Optional<Sample> sample,
        int counter,
        Optional<String> table,
        Condition condition) {
    /** When. */
    public enum Stage {
        /** As soon as it is accepted. */
        CONNECTION,
        /** When it is known who the client is. */
        SESSION,
        /** When the client has said something. */
        CONTENT
    }

    /** What. */
    public enum Action {
        ACCEPT,
        REJECT,
        SET_VARIABLE,
        TRACK,
        INCREASE
    }
}

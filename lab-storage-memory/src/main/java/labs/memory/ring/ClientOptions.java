package labs.memory.ring;

import java.time.Duration;

/**
 * How a client treats its servers. Begin with {@link #defaults}.
 *
 * @param patience with a server, for a connection and for an answer
 * @param retryAfter how long a dead server is left alone
 */
public record ClientOptions(
        OnDeath onDeath, OnReturn onReturn, Duration patience, Duration retryAfter) {
    /** What is done with the keys of a server that does not answer. */
    public enum OnDeath {
        /** Nothing: whoever asks for one gets an exception, and goes to the database. */
        FAIL,
        /** The next server of the key's preference takes them over. */
        NEXT_SERVER
    }

    /** What is done when it answers again. It may have been restarted, or only out of reach. */
    public enum OnReturn {
        /** Nothing: what it missed meanwhile, it serves as if nothing had happened. */
        KEEP,
        /** It forgets everything first. */
        FLUSH,
        /** Its keys get new names, at its death and at its return: {@link Generations}. */
        NEW_GENERATION
    }

    /** Fails, flushes, waits half a second, and leaves a dead server alone for two seconds. */
    public static ClientOptions defaults() {
        return new ClientOptions(
                OnDeath.FAIL, OnReturn.FLUSH, Duration.ofMillis(500), Duration.ofSeconds(2));
    }

    public ClientOptions with(OnDeath death, OnReturn comeback) {
        return new ClientOptions(death, comeback, patience, retryAfter);
    }

    public ClientOptions patience(Duration each) {
        return new ClientOptions(onDeath, onReturn, each, retryAfter);
    }

    public ClientOptions retryAfter(Duration pause) {
        return new ClientOptions(onDeath, onReturn, patience, pause);
    }
}

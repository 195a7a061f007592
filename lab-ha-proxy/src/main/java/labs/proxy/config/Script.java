package labs.proxy.config;

import java.util.List;

/**
 * {@code option tcp-check} and those that stand for one: what a check says to a server and what it
 * must hear. Without steps a connection is enough.
 */
public record Script(Kind kind, String argument, List<Step> steps) {
    /** The protocol. */
    public enum Kind {
        TCP,
        MYSQL,
        PGSQL,
        REDIS,
        SMTP,
        TLS
    }

    /** One step. */
    public sealed interface Step {}

    /** Says these bytes. */
    public record Send(byte[] bytes) implements Step {}

    /** Waits for these bytes, or for what fits this pattern. */
    public record Expect(boolean negated, boolean pattern, byte[] bytes) implements Step {}

    public Script {
        steps = List.copyOf(steps);
    }
}

package labs.proxy.config;

import java.util.List;
import java.util.Optional;

/**
 * What a frontend tells of each request, and whom.
 *
 * @param targets empty for nobody
 * @param format empty for what the mode brings with it
 * @param withoutNormal whether only what went wrong is told
 * @param withoutNull whether connections on which nothing was said are passed over
 */
public record LogSettings(
        List<Target> targets, Optional<Format> format, boolean withoutNormal, boolean withoutNull) {
    /** Nobody is told anything. */
    public static final LogSettings NONE =
            new LogSettings(List.of(), Optional.empty(), false, false);

    /**
     * Whom.
     *
     * @param address HOST:PORT, a path of a socket, {@code stdout} or {@code stderr}
     * @param facility its number in syslog
     * @param level the least that is told; 7 for all
     */
    public record Target(String address, int facility, int level, String tag, String form) {}

    public LogSettings {
        targets = List.copyOf(targets);
    }
}

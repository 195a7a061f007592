package labs.proxy.ops;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import labs.proxy.backend.Member;
import labs.proxy.backend.Upstream;
import labs.proxy.config.Configuration;
import labs.proxy.stats.Counters;

/**
 * What there is to see of a proxy.
 *
 * @param upstreams by the names of their backends
 * @param frontends what was counted of each, by its name
 * @param clients how many connections of clients there are
 */
public record Status(
        Configuration configuration,
        Map<String, Upstream> upstreams,
        Function<String, Counters> frontends,
        Duration uptime,
        int clients) {
    Optional<Upstream> upstream(String name) {
        return Optional.ofNullable(upstreams.get(name));
    }

    /** The state of a server as HAProxy words it. */
    static String word(Member member) {
        Member.Standing standing = member.standing();
        int fall = member.config().check().fall();
        int rise = member.config().check().rise();
        return switch (standing.admin()) {
            case MAINTENANCE -> "MAINT";
            case DRAIN -> "DRAIN";
            case READY ->
                    !member.config().check().enabled()
                            ? "no check"
                            : switch (standing.state()) {
                                case UP -> "UP";
                                case UP_GOING_DOWN ->
                                        "UP " + (fall - standing.streak()) + "/" + fall;
                                case DOWN -> "DOWN";
                                case DOWN_GOING_UP -> "DOWN " + standing.streak() + "/" + rise;
                            };
        };
    }
}

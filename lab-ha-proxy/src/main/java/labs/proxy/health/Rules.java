package labs.proxy.health;

import java.time.Duration;
import labs.proxy.config.Server;

/**
 * What makes a server go down and come back.
 *
 * @param rise so many passed checks in a row bring it up
 * @param fall so many failed checks in a row bring it down
 * @param weight what it gets when all is well
 * @param slowstart how long after it came back it has its whole weight; zero for at once
 * @param errorLimit so many errors of traffic in a row are taken for one failed check, or for all;
 *     0 if traffic is not observed
 * @param markDown whether they are taken for all of them
 */
public record Rules(
        int rise, int fall, int weight, Duration slowstart, int errorLimit, boolean markDown) {
    public Rules {
        if (rise < 1 || fall < 1 || weight < 0 || slowstart.isNegative() || errorLimit < 0) {
            throw new IllegalArgumentException(
                    "rise %d, fall %d, weight %d, slowstart %s, error-limit %d"
                            .formatted(rise, fall, weight, slowstart, errorLimit));
        }
    }

    /** As the configuration says. */
    public static Rules of(Server server) {
        Server.Observe observe = server.observe();
        return new Rules(
                server.check().rise(),
                server.check().fall(),
                server.weight(),
                server.slowstart(),
                observe.layer() == Server.Layer.NONE ? 0 : observe.errorLimit(),
                observe.onError() == Server.OnError.MARK_DOWN);
    }
}

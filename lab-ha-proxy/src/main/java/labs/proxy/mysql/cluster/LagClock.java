package labs.proxy.mysql.cluster;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * How old the data of a replica are. The server's own {@code Seconds_Behind_Master} counts whole
 * seconds, says nothing while replication is stopped, and 0 when only the receiving is. This clock
 * compares positions: a replica lags since the moment when the primary was first seen at a position
 * that the replica has not reached. Not thread-safe.
 *
 * <pre>
 *   the primary was seen at   10 at 0:00   20 at 0:01   30 at 0:02        now 0:05
 *   replica at 30: 0 s        at 25: 3 s   at 10: 4 s   at 9: 5 s
 * </pre>
 *
 * <ol>
 *   <li>A position that is seen again is not newer: it keeps the moment of the first time.
 *   <li>No more than {@value #MOST} moments are kept. Of more, each second one is thrown away, but
 *       never the oldest: a replica that is very far behind is measured a little less exactly.
 *   <li>Moments at which all replicas have been are thrown away.
 * </ol>
 */
public final class LagClock {
    static final int MOST = 1024;

    private record Moment(Gtids position, long nanos) {}

    private final List<Moment> moments = new ArrayList<>(); // oldest first

    /** The primary was seen there; times never go back. */
    public void primaryAt(Gtids position, long nanos) {
        // BEGIN SOLUTION
        int size = moments.size();
        if (size > 0 && moments.get(size - 1).position().reach(position)) {
            return;
        }
        moments.add(new Moment(position, nanos));
        if (moments.size() > MOST) {
            var fewer = new ArrayList<Moment>();
            for (int i = 0; i < moments.size(); i += 2) {
                fewer.add(moments.get(i));
            }
            moments.clear();
            moments.addAll(fewer);
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO ha-proxy-9: README, part 9");
    }

    /** How long a replica lags that is there now; zero if it has all. */
    public Duration lag(Gtids replica, long now) {
        // BEGIN SOLUTION
        for (Moment moment : moments) {
            if (!replica.reach(moment.position())) {
                return Duration.ofNanos(now - moment.nanos());
            }
        }
        return Duration.ZERO;
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO ha-proxy-9: README, part 9");
    }

    /** All replicas have reached this. */
    public void allReached(Gtids position) {
        // BEGIN SOLUTION
        // The last one stays: else the same position would be taken for a new one.
        while (moments.size() > 1 && position.reach(moments.get(0).position())) {
            moments.remove(0);
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO ha-proxy-9: README, part 9");
    }

    int size() {
        return moments.size();
    }
}

package labs.proxy.balance;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The same server for the same key (Karger and others, STOC 1997). Each server has {@value #POINTS}
 * points a unit of weight on a ring of hashes; a key belongs to the first point at or behind its
 * hash, and behind the last point comes the first. Where a server's points lie depends on its name
 * alone: when it leaves, its keys and no others move, and they come back with it. More weight adds
 * points, and takes none away.
 */
final class HashRing implements Balancer {
    /** As many as in HAProxy. */
    static final int POINTS = 16;

    private record Point(long at, Target target) {}

    private Point[] points = {};

    @Override
    public void use(List<Target> all) {
        // BEGIN SOLUTION
        points =
                Targets.usable(all).stream()
                        .flatMap(HashRing::points)
                        .sorted(Comparator.comparingLong(Point::at))
                        .toArray(Point[]::new);
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO ha-proxy-2: README, part 2");
    }

    @Override
    public Optional<Target> choose(long key) {
        // BEGIN SOLUTION
        if (points.length == 0) {
            return Optional.empty();
        }
        var wanted = new Point(key, null);
        int found = Arrays.binarySearch(points, wanted, Comparator.comparingLong(Point::at));
        int index = found >= 0 ? found : -found - 1;
        return Optional.of(points[index % points.length].target());
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO ha-proxy-2: README, part 2");
    }

    // BEGIN SOLUTION
    private static Stream<Point> points(Target target) {
        return IntStream.range(0, target.weight() * POINTS)
                .mapToObj(i -> new Point(Hash.of(target.name() + "#" + i), target));
    }
    // END SOLUTION
    // STUB: // What else it needs goes here.
}

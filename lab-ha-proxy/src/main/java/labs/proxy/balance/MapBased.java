package labs.proxy.balance;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * {@code hash-type map-based}, HAProxy's usual one: a list with each server as often as its weight
 * says, spread over it, and a key's remainder says which. Even and quick; when a server comes or
 * goes nearly every key moves. Not thread-safe.
 */
final class MapBased implements Balancer {
    private List<Target> map = List.of();

    @Override
    public void use(List<Target> targets) {
        int divisor = targets.stream().mapToInt(Target::weight).reduce(0, MapBased::greatest);
        var weights =
                targets.stream().mapToInt(one -> one.weight() / Math.max(1, divisor)).toArray();
        int all = java.util.Arrays.stream(weights).sum();
        int[] scores = new int[weights.length];
        var next = new ArrayList<Target>(all);
        for (int i = 0; i < all; i++) {
            int best = -1;
            int most = 0;
            for (int j = 0; j < weights.length; j++) {
                scores[j] += weights[j];
                int turns = (scores[j] + all) / all;
                if (best < 0 || turns > most) {
                    most = turns;
                    best = j;
                }
            }
            scores[best] -= all;
            next.add(targets.get(best));
        }
        map = next;
    }

    private static int greatest(int one, int other) {
        return other == 0 ? one : greatest(other, one % other);
    }

    @Override
    public Optional<Target> choose(long key) {
        return map.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        map.get((int) Long.remainderUnsigned(key & 0xffff_ffffL, map.size())));
    }

    /** The hash that HAProxy uses there, named after the database that it comes from. */
    static long sdbm(byte[] bytes) {
        int hash = 0;
        for (byte b : bytes) {
            hash = (b & 0xff) + (hash << 6) + (hash << 16) - hash;
        }
        return hash & 0xffff_ffffL;
    }
}

package labs.memory.ring;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleBiFunction;

/**
 * Rendezvous hashing, highest random weight (Thaler and Ravishankar 1998): each server has a score
 * for the key, and the highest wins. When a server goes, only its keys move, and they spread over
 * all others; but each look-up asks for the score of every server.
 */
final class RendezvousHash implements Placement {
    private static final double TWO_TO_THE_64 = 0x1p64;

    private final List<RingServer> servers;
    private final ToDoubleBiFunction<RingServer, String> score;

    RendezvousHash(List<RingServer> servers, ToDoubleBiFunction<RingServer, String> score) {
        this.servers = Placement.atLeastOne(servers);
        this.score = score;
    }

    /** With a score that gives each server keys by its weight, exactly. */
    static RendezvousHash weighted(List<RingServer> servers) {
        return new RendezvousHash(servers, RendezvousHash::weightedScore);
    }

    /**
     * The weight divided by -ln(u), with u evenly between 0 and 1 for server and key: the server
     * with weight 2 wins against one with weight 1 for two keys of three.
     */
    private static double weightedScore(RingServer server, String key) {
        // BEGIN SOLUTION
        long[] four = KeyHash.fourOf(ServerName.GIVEN.of(server) + "-" + key);
        double even = (four[1] * 0x1p32 + four[0] + 0.5) / TWO_TO_THE_64;
        return server.weight() / -Math.log(even);
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO storage-memory-3: see part 3");
    }

    /** As xmemcached's election does it: weight times a hash, the best of which counts. */
    static double electionScore(RingServer server, String key) {
        // BEGIN SOLUTION
        long best = 0;
        for (int i = 0; i < server.weight(); i++) {
            String text = ServerName.HOST_AND_ADDRESS.of(server) + "-" + i + key;
            best = Math.max(best, KeyHash.MD5.of(text));
        }
        return best;
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO storage-memory-3: see part 3");
    }

    @Override
    public List<RingServer> servers() {
        return servers;
    }

    @Override
    public RingServer server(String key) {
        return preference(key).get(0);
    }

    @Override
    public List<RingServer> preference(String key) {
        // BEGIN SOLUTION
        Map<RingServer, Double> scores = new HashMap<>();
        servers.forEach(server -> scores.put(server, score.applyAsDouble(server, key)));
        Comparator<RingServer> byScore = Comparator.comparing(scores::get);
        return servers.stream().sorted(byScore.reversed()).toList();
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO storage-memory-3: see part 3");
    }
}

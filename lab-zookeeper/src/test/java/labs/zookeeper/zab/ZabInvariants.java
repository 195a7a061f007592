package labs.zookeeper.zab;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The promises of ZAB, checked after every single event. It sees all nodes at once. */
final class ZabInvariants implements SimulatedZab.Watcher {
    private final List<Transaction> delivered =
            new ArrayList<>(); // by anybody, in the order of ZAB
    private final Map<Zxid, Transaction> broadcast = new HashMap<>();
    private final Map<Long, Integer> primaries = new HashMap<>(); // epoch to node
    private final Map<Integer, Integer> seen = new HashMap<>(); // of each node, how many deliveries

    /** All that was delivered, by whomever. */
    List<Transaction> delivered() {
        return delivered;
    }

    /** How many different primaries broadcast something. */
    int primaries() {
        return primaries.size();
    }

    @Override
    public void look(int id, ZabNode node) {
        if (node.isPrimary()) {
            lookAtPrimary(id, node);
        }
        List<Transaction> its = node.delivered();
        int before = Math.min(seen.getOrDefault(id, 0), its.size()); // less: it has restarted
        for (int place = its.size() < seen.getOrDefault(id, 0) ? 0 : before;
                place < its.size();
                place++) {
            lookAtDelivery(id, place, its.get(place));
        }
        seen.put(id, its.size());
    }

    private void lookAtPrimary(int id, ZabNode node) {
        long epoch = node.nextZxid().epoch();
        Integer other = primaries.putIfAbsent(epoch, id);
        require(other == null || other == id, "nodes %s and %s lead epoch %s", other, id, epoch);
        // Primary integrity: a new primary begins where all that anybody delivered ends.
        require(
                other != null || node.delivered().size() >= delivered.size(),
                "node %s is primary of epoch %s with %s, but %s was delivered before",
                id,
                epoch,
                node.delivered(),
                delivered);
        List<Transaction> log = node.log();
        for (int place = log.size() - 1; place >= 0; place--) {
            Transaction own = log.get(place);
            if (own.zxid().epoch() != epoch || broadcast.putIfAbsent(own.zxid(), own) != null) {
                break;
            }
        }
    }

    private void lookAtDelivery(int id, int place, Transaction transaction) {
        if (place < delivered.size()) {
            require(
                    delivered.get(place).equals(transaction),
                    "agreement: node %s delivered %s at place %s, another one %s",
                    id,
                    transaction,
                    place,
                    delivered.get(place));
            return;
        }
        require(
                transaction.equals(broadcast.get(transaction.zxid())),
                "integrity: node %s delivered %s, which no primary broadcast",
                id,
                transaction);
        lookAtOrder(transaction);
        delivered.add(transaction);
    }

    private void lookAtOrder(Transaction next) {
        Zxid last = delivered.isEmpty() ? Zxid.ZERO : delivered.get(delivered.size() - 1).zxid();
        boolean follows =
                next.zxid().epoch() == last.epoch()
                        ? next.zxid().counter() == last.counter() + 1
                        : next.zxid().epoch() > last.epoch() && next.zxid().counter() == 1;
        require(follows, "primary order: %s was delivered after %s", next.zxid(), last);
    }

    private static void require(boolean holds, String what, Object... arguments) {
        if (!holds) {
            throw new AssertionError(what.formatted(arguments));
        }
    }
}

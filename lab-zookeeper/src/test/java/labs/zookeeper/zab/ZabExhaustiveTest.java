package labs.zookeeper.zab;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import labs.kit.sim.Explorer;
import labs.kit.sim.Node;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Every order of events on three nodes, to a depth. The election may name anybody to anybody here:
 * it is for liveness, and safety must not depend on it. To come to the interesting part within the
 * depth, the disks hold a past.
 */
@Timeout(60)
class ZabExhaustiveTest {
    private static final Zxid FIRST = new Zxid(1, 1);
    private static final Transaction COMMITTED = new Transaction(FIRST, 5);
    private static final Transaction LOST = new Transaction(new Zxid(1, 2), 100);

    private static void explore(int depth, int crashes, List<OracleZab.Past> pasts) {
        var explorer =
                new Explorer<ZabMessage>(
                        3,
                        depth,
                        crashes,
                        40_000,
                        machine -> new OracleZab(machine, pasts.get(machine.id())));
        var result = explorer.search(ZabExhaustiveTest::holds);

        assertThat(result.counterexample()).as("the shortest way to a broken promise").isEmpty();
        assertThat(result.states()).isGreaterThan(1_000);
    }

    private static boolean holds(List<Node<ZabMessage>> nodes) {
        List<ZabNode> all = nodes.stream().map(node -> ((OracleZab) node).zab()).toList();
        return nobodyPartsWithAnother(all) && primariesHaveWhatIsCommitted(all);
    }

    /** Of any two nodes, what the one delivered is a beginning of what the other did. */
    private static boolean nobodyPartsWithAnother(List<ZabNode> nodes) {
        var longest = new ArrayList<Transaction>();
        for (ZabNode node : nodes) {
            List<Transaction> its = node.delivered();
            int common = Math.min(its.size(), longest.size());
            if (!its.subList(0, common).equals(longest.subList(0, common))) {
                return false;
            }
            longest.addAll(its.subList(common, its.size()));
        }
        return true;
    }

    /** One primary an epoch; and each begins with the transaction that was committed before. */
    private static boolean primariesHaveWhatIsCommitted(List<ZabNode> nodes) {
        Map<Long, ZabNode> primaries = new HashMap<>();
        return nodes.stream()
                .filter(ZabNode::isPrimary)
                .allMatch(
                        node ->
                                node.delivered().contains(COMMITTED)
                                        && primaries.put(node.nextZxid().epoch(), node) == null);
    }

    @Test
    void shouldKeepWhatAMajorityHasThoughTheWrongOneIsElected() {
        // Node 0 slept through the commit; 1 and 2 have it.
        explore(
                8,
                0,
                List.of(
                        new OracleZab.Past(1, 2, 1, List.of()),
                        new OracleZab.Past(1, 2, 1, List.of(COMMITTED)),
                        new OracleZab.Past(1, 2, 1, List.of(COMMITTED))));
    }

    @Test
    void shouldPreferTheNewerEpochToTheLongerLog() {
        // Node 0 led epoch 1 and has what it told nobody; 1 and 2 went on in epoch 2.
        explore(
                8,
                0,
                List.of(
                        new OracleZab.Past(1, 0, 1, List.of(COMMITTED, LOST)),
                        new OracleZab.Past(2, 2, 2, List.of(COMMITTED)),
                        new OracleZab.Past(2, 2, 2, List.of(COMMITTED))));
    }

    @Test
    void shouldKeepWhatWasCommittedThoughNodesCrash() {
        // Node 2 is about to lead again, with 1 alone; then anything may happen, two crashes too.
        explore(
                8,
                2,
                List.of(
                        new OracleZab.Past(1, 2, 1, List.of()).electing(0),
                        new OracleZab.Past(1, 2, 1, List.of(COMMITTED)).electing(2),
                        new OracleZab.Past(1, 2, 1, List.of(COMMITTED)).electing(2)));
    }
}

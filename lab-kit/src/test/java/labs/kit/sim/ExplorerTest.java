package labs.kit.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ExplorerTest {
    /** A token that must be in one place: a node may enter its room only while it holds it. */
    private static final class TokenHolder implements Node<String> {
        private final Machine<String> machine;
        private final boolean careless;
        private boolean holds;

        TokenHolder(Machine<String> machine, boolean careless) {
            this.machine = machine;
            this.careless = careless;
        }

        @Override
        public void start() {
            holds = machine.id() == 0 && machine.disk().read("started").isEmpty();
            machine.disk().write("started", true);
            machine.disk().sync();
            machine.timer("pass", Duration.ofMillis(10));
        }

        @Override
        public void receive(int from, String message) {
            holds = true;
        }

        @Override
        public void timeout(String timer) {
            if (holds) {
                holds = careless; // forgets to let go
                machine.send((machine.id() + 1) % machine.nodes().size(), "token");
                machine.timer("pass", Duration.ofMillis(10));
            }
        }

        @Override
        public Object state() {
            return holds;
        }
    }

    private static Explorer<String> explorer(int crashes, boolean careless) {
        return new Explorer<>(
                3, 12, crashes, 50_000, machine -> new TokenHolder(machine, careless));
    }

    private static boolean atMostOne(List<Node<String>> nodes) {
        return nodes.stream().filter(node -> (Boolean) node.state()).count() <= 1;
    }

    @Test
    void shouldFindNothingWrongWithARightAlgorithm() {
        var result = explorer(1, false).search(ExplorerTest::atMostOne);

        assertThat(result.counterexample()).isEmpty();
        assertThat(result.states()).isGreaterThan(10);
    }

    @Test
    void shouldFindTheShortestWayToABrokenInvariant() {
        var result = explorer(0, true).search(ExplorerTest::atMostOne);

        assertThat(result.counterexample()).isPresent();
        assertThat(result.counterexample().orElseThrow())
                .containsExactly("timeout pass of 0", "deliver 0 → 1: token");
    }

    @Test
    void shouldMeetEveryStateOfASmallClusterAndSaySo() {
        var result = explorer(0, false).search(ExplorerTest::atMostOne);

        assertThat(result.complete()).as("the states repeat, so the search ends").isTrue();
    }

    @Test
    void shouldGiveUpAtTheMostStatesAndNotSayComplete() {
        var small = new Explorer<String>(3, 12, 2, 20, m -> new TokenHolder(m, false));

        var result = small.search(ExplorerTest::atMostOne);

        assertThat(result.states()).isEqualTo(20);
        assertThat(result.complete()).isFalse();
    }
}

package labs.rpc.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import java.util.stream.Stream;
import labs.kit.LabTest;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The job of the tour, on a smaller scale: it must be done whichever worker dies. */
@LabTest
@Timeout(30)
final class ThreeWaysTest {
    private static final int TASKS = 40;

    static Stream<Way> ways() {
        return Stream.of(new ByCalls(), new BySpace(), new ByQueue());
    }

    @ParameterizedTest
    @MethodSource("ways")
    void shouldDoEveryTaskThoughAWorkerDies(Way way) throws InterruptedException {
        Results results = new Results(TASKS);
        Accident accident = new Accident(2);
        Way.Cost cost = way.run(results, accident);
        assertThat(accident.held()).as("tasks in the hands of the dead worker").isPositive();
        assertThat(results.missing()).isEmpty();
        assertThat(results.sum())
                .as("primes below %d", TASKS * 1_000)
                .isEqualTo(IntStream.range(0, TASKS).map(PrimeTask::count).sum());
        assertThat(cost.requests()).isGreaterThan(TASKS);
    }

    @ParameterizedTest
    @MethodSource("ways")
    void shouldNeedAWorkerOnlyWhereItIsCalled(Way way) {
        assertThat(way.handInWithoutWorkers(5)).isEqualTo(way instanceof ByCalls ? 0 : 5);
    }
}

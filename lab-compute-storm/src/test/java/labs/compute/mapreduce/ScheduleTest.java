package labs.compute.mapreduce;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import labs.compute.mapreduce.Schedule.Assignment;
import labs.compute.mapreduce.Schedule.Kind;
import labs.compute.mapreduce.Schedule.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** By a clock of our own; no workers. */
@Timeout(10)
class ScheduleTest {
    @Test
    void shouldGiveEachTaskToOneWorker() {
        var schedule = new Schedule(2, 1, false);

        assertThat(schedule.next("a", 0).orElseThrow().task()).isZero();
        assertThat(schedule.next("b", 0).orElseThrow().task()).isEqualTo(1);
        assertThat(schedule.next("c", 0)).as("a third worker, and two tasks").isEmpty();
    }

    @Test
    void shouldNotReduceBeforeAllMapsAreDone() {
        var schedule = new Schedule(2, 1, false);
        Assignment first = schedule.next("a", 0).orElseThrow();
        Assignment second = schedule.next("b", 0).orElseThrow();
        schedule.succeeded(first, 10);
        assertThat(schedule.next("a", 10)).as("while a map runs").isEmpty();

        schedule.succeeded(second, 20);

        assertThat(schedule.next("a", 20).map(Assignment::kind)).contains(Kind.REDUCE);
    }

    @Test
    void shouldGiveAgainWhatALostWorkerWasAt() {
        var schedule = new Schedule(1, 1, false);
        Assignment lost = schedule.next("a", 0).orElseThrow();
        schedule.lost("a");

        Assignment again = schedule.next("b", 5).orElseThrow();

        assertThat(again.task()).isEqualTo(lost.task());
        assertThat(again.attempt()).as("another attempt").isNotEqualTo(lost.attempt());
        assertThat(schedule.succeeded(lost, 6)).as("who was given up").isEqualTo(Verdict.LATE);
        assertThat(schedule.succeeded(again, 7)).isEqualTo(Verdict.FIRST);
    }

    @Test
    void shouldMakeTheMapOutputsOfALostWorkerAgain() {
        var schedule = new Schedule(2, 1, false);
        Assignment one = schedule.next("a", 0).orElseThrow();
        Assignment other = schedule.next("b", 0).orElseThrow();
        schedule.succeeded(one, 1);
        schedule.succeeded(other, 1);
        Assignment reduce = schedule.next("b", 2).orElseThrow();

        schedule.lost("a"); // its outputs lay on its own disk

        Assignment again = schedule.next("b", 3).orElseThrow();
        assertThat(again.kind()).isEqualTo(Kind.MAP);
        assertThat(again.task()).isEqualTo(one.task());
        assertThat(schedule.holder(other.task())).as("the other's are there").contains("b");
        schedule.succeeded(again, 4);
        assertThat(schedule.succeeded(reduce, 5)).isEqualTo(Verdict.FIRST);
        assertThat(schedule.isDone()).isTrue();
    }

    @Test
    void shouldKeepWhatIsReducedThoughItsWorkerIsLost() {
        var schedule = new Schedule(1, 1, false);
        schedule.succeeded(schedule.next("a", 0).orElseThrow(), 1);
        schedule.succeeded(schedule.next("a", 1).orElseThrow(), 2);

        schedule.lost("a");

        assertThat(schedule.isDone()).as("the part is in the output already").isTrue();
        assertThat(schedule.next("b", 3)).isEmpty();
    }

    @Test
    void shouldGiveASlowTaskToASecondWorkerOnce() {
        var schedule = new Schedule(3, 1, true);
        Assignment slow = schedule.next("a", 0).orElseThrow();
        schedule.succeeded(schedule.next("b", 0).orElseThrow(), 1_000);
        schedule.succeeded(schedule.next("b", 1_000).orElseThrow(), 2_000);
        assertThat(schedule.next("b", 2_000)).as("not yet slow: twice as long as usual").isEmpty();

        Optional<Assignment> second = schedule.next("b", 2_001);

        assertThat(second.map(Assignment::task)).contains(slow.task());
        assertThat(schedule.next("c", 9_000)).as("a third attempt").isEmpty();
        assertThat(schedule.succeeded(second.orElseThrow(), 3_000)).isEqualTo(Verdict.FIRST);
        assertThat(schedule.succeeded(slow, 9_000)).isEqualTo(Verdict.LATE);
    }

    @Test
    void shouldNotSpeculateWithTheWorkerThatIsSlow() {
        var schedule = new Schedule(2, 1, true);
        Assignment slow = schedule.next("a", 0).orElseThrow();
        schedule.succeeded(schedule.next("b", 0).orElseThrow(), 100);

        assertThat(schedule.next("a", 60_000)).as("the slow worker itself asks").isEmpty();
        assertThat(schedule.next("b", 60_000).map(Assignment::task)).contains(slow.task());
    }

    @Test
    void shouldCompareReducesWithReducesAndNotWithMaps() {
        var schedule = new Schedule(1, 2, true);
        schedule.succeeded(schedule.next("a", 0).orElseThrow(), 60_000); // maps take long
        Assignment slow = schedule.next("a", 60_000).orElseThrow();
        schedule.succeeded(schedule.next("b", 60_000).orElseThrow(), 61_000);

        assertThat(schedule.next("b", 62_001).map(Assignment::task))
                .as("a reduce that runs for 2,001 ms, where the other took 1,000")
                .contains(slow.task());
    }

    @Test
    void shouldMakeAMapOutputAgainThatCannotBeRead() {
        var schedule = new Schedule(1, 1, false);
        Assignment map = schedule.next("a", 0).orElseThrow();
        schedule.succeeded(map, 1);
        Assignment reduce = schedule.next("b", 2).orElseThrow();
        assertThat(schedule.failed(reduce)).isTrue();
        assertThat(schedule.failed(reduce)).as("said twice").isFalse();

        schedule.outputLost(map.task());

        assertThat(schedule.next("b", 3).map(Assignment::kind)).contains(Kind.MAP);
        assertThat(schedule.isDone()).isFalse();
    }

    @Test
    void shouldCountWhatWasDoneAgain() {
        var schedule = new Schedule(1, 1, false);
        schedule.failed(schedule.next("a", 0).orElseThrow());
        schedule.next("a", 1);

        assertThat(schedule.repeated()).isEqualTo(1);
    }
}

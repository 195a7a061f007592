package labs.compute.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import labs.compute.storm.LocalStorm;
import labs.compute.storm.LocalTopology;
import labs.compute.storm.WithStorm;
import labs.compute.stream.WordCount.Options;
import org.apache.storm.Config;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@WithStorm
@Timeout(300)
class WordCountTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final List<String> lines = Texts.random(600, 7);
    private final SortedMap<String, Long> truth = Texts.counts(lines);
    private final long words = truth.values().stream().mapToLong(Long::longValue).sum();

    private static LocalTopology submit(LocalStorm storm, WordCount count, int timeoutSeconds) {
        return storm.submit(
                "word-count",
                Map.of(Config.TOPOLOGY_MESSAGE_TIMEOUT_SECS, timeoutSeconds),
                count.build());
    }

    private static void awaitDone(LocalTopology topology, WordCount count) {
        topology.await(
                PATIENCE,
                count::isDone,
                () -> "not every line was acked or given up: " + count.report());
    }

    @Test
    void shouldCountExactlyIfWhatFailsHadNoEffectYet(LocalStorm storm) {
        var count =
                new WordCount(lines, Options.DEFAULT.with(Trouble.failing(15, 1), Trouble.NONE));
        LocalTopology topology = submit(storm, count, 60);
        awaitDone(topology, count);

        assertThat(count.results().counts())
                .as("lines failed before they were split, and were replayed: " + count.report())
                .isEqualTo(truth);
        assertThat(count.report().replayed())
                .as("replays, one for each line that was failed")
                .isEqualTo(count.troubledLines().struck())
                .isPositive();
        List<Ranked> top = Texts.top(5, truth);
        topology.await(
                PATIENCE,
                () -> count.results().top().equals(top),
                () -> "the ranking is " + count.results().top() + " and should be " + top);
    }

    @Test
    void shouldLoseWithoutAnchorsWhatItCountsTwiceWithThem(LocalStorm storm) {
        Options often = Options.DEFAULT.with(Trouble.NONE, Trouble.failing(5, 2));
        var once =
                new WordCount(
                        lines,
                        new Options(
                                Delivery.AT_MOST_ONCE,
                                100,
                                100,
                                5,
                                Trouble.NONE,
                                often.beforeCount()));
        var atLeastOnce = new WordCount(lines, often);
        LocalTopology losing = submit(storm, once, 60);
        LocalTopology repeating = submit(storm, atLeastOnce, 60);

        awaitDone(repeating, atLeastOnce);
        assertThat(atLeastOnce.results().counts().keySet()).isEqualTo(truth.keySet());
        atLeastOnce
                .results()
                .counts()
                .forEach(
                        (word, counted) ->
                                assertThat(counted)
                                        .as("count of %s: at least once is no less", word)
                                        .isGreaterThanOrEqualTo(truth.get(word)));
        assertThat(atLeastOnce.results().total())
                .as("a line comes again with all its words, also those that were counted")
                .isGreaterThan(words);

        losing.await(
                PATIENCE,
                () -> once.results().total() + once.troubledWords().struck() >= words,
                () ->
                        "of %d words %d were counted and %d failed"
                                .formatted(
                                        words,
                                        once.results().total(),
                                        once.troubledWords().struck()));
        assertThat(once.troubledWords().struck()).as("failed words").isPositive();
        assertThat(once.results().total() + once.troubledWords().struck())
                .as("without anchors, what fails is lost and nothing is counted twice")
                .isEqualTo(words);
        assertThat(once.report().acked() + once.report().replayed())
                .as("without message ids a spout hears nothing")
                .isZero();
    }

    @Test
    void shouldReplayWhatIsLostWithoutAWordAndGiveUpWhatAlwaysFails(LocalStorm storm) {
        var some = new ArrayList<>(lines.subList(0, 100));
        some.add(50, "this line is poison");
        var trouble = new Trouble(Trouble.How.FAIL, 0, "poison", 0);
        var poisoned =
                new WordCount(
                        some, new Options(Delivery.AT_LEAST_ONCE, 10, 4, 5, trouble, Trouble.NONE));
        var silent =
                new WordCount(
                        lines.subList(0, 40),
                        Options.DEFAULT.with(
                                new Trouble(Trouble.How.LOSE, 20, "", 3), Trouble.NONE));
        LocalTopology givingUp = submit(storm, poisoned, 60);
        LocalTopology timingOut = submit(storm, silent, 2);

        awaitDone(givingUp, poisoned);
        assertThat(poisoned.report().givenUp()).containsExactly("this line is poison");
        assertThat(poisoned.troubledLines().struck()).as("attempts of the poison").isEqualTo(4);
        assertThat(poisoned.results().counts())
                .as("the other lines are not disturbed")
                .isEqualTo(Texts.counts(lines.subList(0, 100)));

        awaitDone(timingOut, silent);
        assertThat(silent.report().replayed())
                .as("what nobody acks comes again when its time is over")
                .isGreaterThanOrEqualTo(silent.troubledLines().struck())
                .isPositive();
    }
}

package labs.memory.memcached;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import labs.kit.LabTest;
import labs.memory.cache.CacheClock;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Our answers, byte for byte, beside those that memcached gave. */
@LabTest
@Timeout(60)
final class TranscriptTest {
    private final AtomicLong clock = new AtomicLong(1_800_000_000);

    static List<Transcripts.Case> cases() {
        return Transcripts.read();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void shouldAnswerAsMemcachedDoes(Transcripts.Case transcript) {
        try (var server =
                        MemcachedServer.start(
                                ServerOptions.defaults().threads(1), new CacheClock(clock::get));
                var client = new RawClient(server.port())) {
            String more = "";
            for (Transcripts.Step step : transcript.steps()) {
                clock.addAndGet((long) Math.ceil(step.sleep()));
                String answer = client.ask(step.send(), step.receive());
                assertThat(comparable(answer))
                        .as("the answer to %.100s", step.send())
                        .isEqualTo(comparable(step.receive()));
                more = step.closed() ? client.read(1) : "";
            }
            assertThat(more + client.end()).as("what comes behind the last answer").isEmpty();
        }
    }

    /** While the real one answered, its clock went on by a second. */
    private static String comparable(String received) {
        return Transcripts.withoutCas(received).replace(" t29 ", " t30 ");
    }
}

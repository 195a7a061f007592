package labs.kit.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import labs.kit.evidence.Diagram.Look;
import labs.kit.history.Operation;
import labs.kit.linear.Linearizability;
import labs.kit.linear.Models;
import labs.kit.linear.Models.RegisterCall;
import labs.kit.linear.Verdict;
import labs.kit.sim.Machine;
import labs.kit.sim.Node;
import labs.kit.sim.Weather;
import labs.kit.sim.World;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(20)
class DiagramsTest {
    // Where a person finds the pages after the test: they are to be looked at.
    private static final Path PAGES = Path.of("target", "evidence");

    @TempDir private Path folder;

    @Test
    void shouldDrawTheOperationThatCannotBe() {
        var history =
                List.<Operation<RegisterCall, Long>>of(
                        Operation.ok(0, 0, 4_000_000, new RegisterCall.Write(1), 0L),
                        Operation.ok(1, 1_000_000, 2_500_000, new RegisterCall.Read(), 1L),
                        Operation.unknown(2, 2_000_000, new RegisterCall.Write(2)),
                        Operation.ok(1, 5_000_000, 6_000_000, new RegisterCall.Read(), 0L));
        var verdict =
                new Linearizability<>(Models.register(0), Duration.ofSeconds(5)).judge(history);
        var violation = (Verdict.Violation<RegisterCall, Long>) verdict;

        Path page =
                Diagrams.write(
                        Diagrams.of(violation).fact("seed 42").fact("mvn test -Dlab.seed=42"),
                        PAGES.resolve("violation.html"));

        assertThat(page)
                .content()
                .contains("client 0", "client 1", "client 2", "seed 42", "-Dlab.seed=42")
                .containsOnlyOnce("class=\"WRONG\"")
                .containsOnlyOnce("class=\"UNKNOWN\"");
    }

    @Test
    void shouldDrawMessagesCrashesAndPartitions() {
        World<String> world = new World<>(7, 3, Weather.stormy(), Gossip::new);
        world.schedule(Duration.ofMillis(60), () -> world.crash(2));
        world.schedule(Duration.ofMillis(120), () -> world.restart(2));
        world.schedule(Duration.ofMillis(150), () -> world.partition(Set.of(0), Set.of(1, 2)));
        world.schedule(Duration.ofMillis(200), world::heal);
        world.run(Duration.ofMillis(260));

        Path page =
                Diagrams.write(
                        Diagrams.of("Gossip of three nodes", 3, world.trace()),
                        PAGES.resolve("world.html"));

        assertThat(page)
                .content()
                .contains("node 2", "crash", "restart", ">down<", ">partition<", "news");
    }

    @Test
    void shouldDrawWideAndShowOnlyTheShortTextOfAMessage() {
        var diagram =
                new Diagram("wide", List.of("node 0", "node 1"))
                        .size(6_000, 100)
                        .arrow(0, 0, 1, 7_000_000, "", "a long story", Look.FAINT)
                        .arrow(1, 1_000_000, 0, 9_000_000, "brief", "at length", Look.OTHER);

        assertThat(Diagrams.write(diagram, folder.resolve("wide.html")))
                .content()
                .contains(
                        "<title>a long story</title>", "<title>at length</title>", ">brief</text>")
                .doesNotContain(">a long story</text>")
                .contains("arrow FAINT", "arrow OTHER", ">2.000 ms</text>", ">0.500 ms</text>");
    }

    @Test
    void shouldKeepAFaultThatBeganBeforeInThePicture() {
        var diagram =
                new Diagram("clamped", List.of("node 0"))
                        .mark(0, 1_000, "first")
                        .mark(0, 2_000, "last")
                        .band(-1, 0, 5_000, "all the time");

        assertThat(Diagrams.write(diagram, folder.resolve("clamped.html")))
                .content()
                .contains("class=\"band\" x=\"110.0\"", "width=\"1500.0\"");
    }

    @Test
    void shouldEscapeWhatNodesSay() throws IOException {
        var diagram =
                new Diagram("a < b", List.of("x & y")).mark(0, 5, "<script>alert(1)</script>");

        assertThat(Diagrams.write(diagram, folder.resolve("deep/er/page.html")))
                .content()
                .contains("a &lt; b", "x &amp; y", "&lt;script")
                .doesNotContain("<script>");
    }

    /** Tells a neighbour every 40 ms. */
    private record Gossip(Machine<String> machine) implements Node<String> {
        @Override
        public void start() {
            machine.timer("tell", Duration.ofMillis(40));
        }

        @Override
        public void receive(int from, String message) {}

        @Override
        public void timeout(String timer) {
            machine.send((machine.id() + 1) % machine.nodes().size(), "news");
            machine.timer("tell", Duration.ofMillis(40));
        }

        @Override
        public Object state() {
            return "";
        }
    }
}

package labs.proxy.vrrp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import labs.kit.LabTest;
import labs.kit.RequiresProgram;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A real address moves between two JVMs on two machines while a client on a third connects. */
@LabTest
@RequiresProgram(name = "ip", install = "apt-get install iproute2")
@RequiresNamespaces
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class AddressMovesTest {
    private static final String SHARED = "10.77.0.100";
    private static final int PORT = 1112; // in namespaces of its own
    private static final Duration PATIENCE = Duration.ofSeconds(45);

    /** Silence takes 0.7 s; the rest is for machines with better things to do. */
    private static final Duration LONGEST_GAP = Duration.ofSeconds(30);

    private Namespaces network;
    private Child a;
    private Child b;
    private Child client;

    @BeforeEach
    void boot() throws IOException {
        network = new Namespaces("a", "b", "client");
        a = node("a", "10.77.0.1", "10.77.0.2", 200);
        b = node("b", "10.77.0.2", "10.77.0.1", 100);
        client = new Child(network, "client", ClientMain.class, List.of(SHARED));
        awaitAnswerOf("a");
    }

    @AfterEach
    void powerOff() throws IOException {
        try (var all = network) {
            for (Child child : new Child[] {client, a, b}) {
                if (child != null) {
                    child.close();
                }
            }
        }
    }

    @Test
    void shouldMoveTheAddressWhenTheMasterIsKilledAndBackWhenItReturns() throws IOException {
        long killed = System.currentTimeMillis();
        a.close(); // kill -9: it says nothing, and its kernel still has the address
        awaitAnswerOf("b");
        Duration gap = gapBefore("b", killed);
        System.out.println("killed: nobody answered for " + gap.toMillis() + " ms");
        assertThat(gap).isLessThan(LONGEST_GAP);
        await("the dead master's kernel gives the address up when the lease ends")
                .atMost(PATIENCE)
                .until(() -> !network.run("a", "ip", "addr").contains(SHARED + "/"));

        a = node("a", "10.77.0.1", "10.77.0.2", 200);
        awaitAnswerOf("a");
        await("the worse one has given it back")
                .atMost(PATIENCE)
                .until(() -> !network.run("b", "ip", "addr").contains(SHARED + "/"));
        awaitAnswerOf("a");
    }

    @Test
    void shouldMoveItSoonerWhenTheMasterSaysFarewell() throws IOException {
        long stopped = System.currentTimeMillis();
        a.stop();
        awaitAnswerOf("b");
        Duration gap = gapBefore("b", stopped);
        System.out.println("stopped: nobody answered for " + gap.toMillis() + " ms");
        assertThat(gap).isLessThan(LONGEST_GAP);
        await("the one that stopped has given it back")
                .atMost(PATIENCE)
                .until(() -> !network.run("a", "ip", "addr").contains(SHARED + "/"));
    }

    @Test
    void shouldHaveTwoMastersBehindACutCableAndOneAfterIt() throws IOException {
        network.link("a", false);
        awaitAnswerOf("b");
        await("a cannot know that it is the one that is cut off")
                .atMost(PATIENCE)
                .until(() -> network.run("a", "ip", "addr").contains(SHARED + "/"));
        network.link("a", true);
        await("the worse one steps back")
                .atMost(PATIENCE)
                .until(() -> !network.run("b", "ip", "addr").contains(SHARED + "/"));
        awaitAnswerOf("a");
    }

    private Child node(String name, String own, String other, int priority) throws IOException {
        var args =
                List.of(
                        name,
                        "--priority=" + priority,
                        "--interval=200",
                        "--bind=" + own + ":" + PORT,
                        "--peer=" + other + ":" + PORT,
                        "--address=" + SHARED + "/32",
                        "--device=eth0");
        return new Child(network, name, NodeMain.class, args);
    }

    /** Waits until that machine answers what is asked from now on. */
    private void awaitAnswerOf(String name) {
        long now = System.currentTimeMillis();
        await().atMost(PATIENCE)
                .pollInterval(50, TimeUnit.MILLISECONDS)
                .untilAsserted(
                        () ->
                                assertThat(client.lines())
                                        .as("a says %s, b says %s", said(a), said(b))
                                        .anySatisfy(
                                                line -> {
                                                    assertThat(line).endsWith(" " + name);
                                                    assertThat(time(line)).isGreaterThan(now);
                                                }));
    }

    private static List<String> said(Child child) {
        List<String> lines = child.lines();
        return lines.subList(Math.max(0, lines.size() - 5), lines.size());
    }

    /** From the last answer of somebody else, or that moment, to the first of this one. */
    private Duration gapBefore(String name, long moment) {
        long last = moment;
        for (String line : client.lines()) {
            if (time(line) < moment) {
                continue;
            }
            if (line.endsWith(" " + name)) {
                return Duration.ofMillis(time(line) - last);
            } else if (!line.endsWith(" -")) {
                last = time(line);
            }
        }
        throw new AssertionError("no answer of " + name);
    }

    private static long time(String line) {
        return Long.parseLong(line.substring(0, line.indexOf(' ')));
    }
}

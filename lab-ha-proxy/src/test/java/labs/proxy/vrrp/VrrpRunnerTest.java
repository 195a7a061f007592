package labs.proxy.vrrp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.time.Duration;
import java.util.Set;
import labs.kit.LabTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Real sockets and a real clock; the link between the two is a cable that can be cut. */
@LabTest
@Timeout(90)
final class VrrpRunnerTest {
    private static final Duration INTERVAL = Duration.ofMillis(100);
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final RecordingOwner addressOfA = new RecordingOwner();
    private final RecordingOwner addressOfB = new RecordingOwner();
    private Cable cable;
    private VrrpRunner a;
    private VrrpRunner b;
    private SocketAddress whereBIs;

    @BeforeEach
    void plugIn() throws IOException {
        cable = new Cable();
        a = start(0, 200, addressOfA);
        b = start(1, 100, addressOfB);
        awaitOnly(Role.MASTER, Role.BACKUP);
    }

    @AfterEach
    void unplug() throws IOException {
        try (var open = cable) {
            for (VrrpRunner runner : new VrrpRunner[] {a, b}) {
                if (runner != null) {
                    runner.close();
                }
            }
        }
    }

    @Test
    void shouldTakeOverWhenTheMasterIsKilled() {
        a.kill();
        awaitOnly(Role.INITIALIZE, Role.MASTER);
        assertThat(addressOfB.held()).isTrue();
        assertThat(addressOfA.held()).as("the dead give nothing back").isTrue();
    }

    @Test
    void shouldTakeOverWhenTheMasterStops() {
        a.close();
        assertThat(addressOfA.held()).isFalse();
        awaitOnly(Role.INITIALIZE, Role.MASTER);
        assertThat(addressOfB.held()).isTrue();
    }

    @Test
    void shouldGiveTheAddressBackToTheBetterOne() throws IOException {
        a.kill();
        awaitOnly(Role.INITIALIZE, Role.MASTER);
        a = start(0, 200, addressOfA);
        awaitOnly(Role.MASTER, Role.BACKUP);
        await().atMost(PATIENCE).until(() -> !addressOfB.held());
        assertThat(addressOfB.calls()).endsWith("take", "release");
    }

    @Test
    void shouldBeTwoMastersWhileTheCableIsCut() {
        cable.cut();
        awaitOnly(Role.MASTER, Role.MASTER);
        cable.mend();
        awaitOnly(Role.MASTER, Role.BACKUP);
        await().atMost(PATIENCE).until(() -> addressOfA.held() && !addressOfB.held());
    }

    @Test
    void shouldKeepItsLeaseAsLongAsItSpeaks() {
        int before = addressOfA.kept();
        await().atMost(PATIENCE).until(() -> addressOfA.kept() > before + 5);
    }

    @Test
    void shouldNotBelieveStrangers() throws IOException {
        var better = AdvertisementCodec.encode(Routers.said(255));
        try (DatagramChannel stranger = Cable.loopback()) {
            await().atMost(PATIENCE)
                    .until(
                            () -> {
                                stranger.send(ByteBuffer.wrap(better), whereBIs);
                                return b.dropped().getOrDefault(Fault.STRANGER, 0L) >= 3;
                            });
        }
        assertThat(b.failure()).isEmpty();
        a.kill();
        awaitOnly(Role.INITIALIZE, Role.MASTER);
    }

    @Test
    void shouldEndIfTheAddressCannotBeTaken() throws IOException {
        a.kill();
        b.kill();
        b = start(1, 100, new Refusing());
        await("who cannot serve must not be master")
                .atMost(PATIENCE)
                .until(() -> b.failure().isPresent() && b.role() == Role.INITIALIZE);
        assertThat(b.failure().orElseThrow()).hasRootCauseMessage("no such device");
    }

    private VrrpRunner start(int end, int priority, AddressOwner owner) throws IOException {
        DatagramChannel channel = Cable.loopback();
        SocketAddress here = channel.getLocalAddress();
        cable.plug(end, here);
        if (end == 1) {
            whereBIs = here;
        }
        Settings settings = Routers.settings(priority, INTERVAL, true);
        return VrrpRunner.start(settings, channel, Set.of(cable.end(end)), owner);
    }

    private void awaitOnly(Role ofA, Role ofB) {
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> {
                            assertThat(a.role()).as("a, %s", a.failure()).isEqualTo(ofA);
                            assertThat(b.role()).as("b, %s", b.failure()).isEqualTo(ofB);
                        });
    }

    /** As a device that has been taken away. */
    private static final class Refusing implements AddressOwner {
        @Override
        public void take() throws IOException {
            throw new IOException("no such device");
        }

        @Override
        public void keep() {}

        @Override
        public void release() {}
    }
}

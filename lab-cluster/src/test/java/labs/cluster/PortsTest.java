package labs.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class PortsTest {
    @Test
    void shouldGiveEachPortOnce() {
        assertThat(Ports.free(300)).doesNotHaveDuplicates();
    }

    @Test
    void shouldGivePortsThatCanBeListenedOn() throws Exception {
        int port = Ports.free();
        try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            assertThat(socket.getLocalPort()).isBetween(16_000, 31_999);
        }
    }

    @Test
    void shouldGiveARowOfPorts() {
        int first = Ports.row(3, 100);
        assertThat(List.of(first, first + 100, first + 200))
                .doesNotContainAnyElementsOf(Ports.free(500));
    }
}

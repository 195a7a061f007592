package labs.proxy.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.List;
import labs.proxy.mysql.protocol.Packet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Commands that come before the one before them is answered. */
@Timeout(30)
final class CommandLoopTest {
    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final List<Integer> begun = new ArrayList<>(); // lengths of commands
    private final CommandLoop loop =
            new CommandLoop(
                    new ClientConnection(channel),
                    packet -> begun.add(packet.payload().readableBytes()));

    @AfterEach
    void shouldClose() {
        loop.close();
        channel.finishAndReleaseAll();
    }

    private void add(int length) {
        loop.add(new Packet(0, 0, Unpooled.buffer().writeZero(length)));
    }

    @Test
    void shouldBeginOneCommandAfterTheOther() {
        add(1);
        assertThat(begun).as("the login is not answered yet").isEmpty();
        loop.done();
        add(2);
        add(3);
        assertThat(begun).containsExactly(1);
        loop.done();
        loop.done();
        assertThat(begun).containsExactly(1, 2, 3);
    }

    @Test
    void shouldNotReadWhileMuchWaits() {
        add(100_000);
        assertThat(channel.config().isAutoRead()).isFalse();
        loop.done();
        assertThat(channel.config().isAutoRead()).isTrue();
    }

    @Test
    void shouldNotKeepCommandsOfNoBytesWithoutEnd() {
        for (int i = 0; i < 50_000; i++) {
            add(0);
        }
        assertThat(channel.config().isAutoRead()).as("each takes memory").isFalse();
    }
}

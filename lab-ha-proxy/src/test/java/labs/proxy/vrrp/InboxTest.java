package labs.proxy.vrrp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
final class InboxTest {
    private static final Peer FRIEND = Routers.peer("10.0.0.2");

    private final Inbox inbox = new Inbox(Routers.ID, Set.of(FRIEND, Routers.peer("10.0.0.3")));

    @Test
    void shouldLetAPeerThrough() {
        assertThat(inbox.accept(packet(), FRIEND)).contains(Routers.said(100));
        assertThat(inbox.dropped()).isEmpty();
    }

    @Test
    void shouldNotListenToStrangers() {
        assertThat(inbox.accept(packet(), Routers.peer("10.0.0.9"))).isEmpty();
        assertThat(inbox.accept(packet(), new Peer(FRIEND.address(), 113))).isEmpty();
        assertThat(inbox.dropped()).isEqualTo(Map.of(Fault.STRANGER, 2L));
    }

    @Test
    void shouldDropAndCountWhatIsDamaged() {
        byte[] damaged = packet();
        damaged[2] ^= 1;
        assertThat(inbox.accept(damaged, FRIEND)).isEmpty();
        assertThat(inbox.accept(damaged, FRIEND)).isEmpty();
        assertThat(inbox.accept(new byte[0], FRIEND)).isEmpty();
        assertThat(inbox.dropped()).isEqualTo(Map.of(Fault.CHECKSUM, 2L, Fault.LENGTH, 1L));
    }

    @Test
    void shouldDropWhatIsMeantForAnotherRouter() {
        var other = new Advertisement(52, 100, Routers.SECOND, Routers.said(100).addresses());
        assertThat(inbox.accept(AdvertisementCodec.encode(other), FRIEND)).isEmpty();
        assertThat(inbox.dropped()).isEqualTo(Map.of(Fault.ANOTHER_ROUTER, 1L));
    }

    private static byte[] packet() {
        return AdvertisementCodec.encode(Routers.said(100));
    }
}

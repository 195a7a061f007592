package labs.proxy.vrrp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.Inet4Address;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
final class AdvertisementCodecTest {
    private static final HexFormat HEX = HexFormat.of();

    /** Router 51, priority 100, one second, 192.0.2.10; its sum was added up by hand. */
    private static final String PACKET = "31" + "33" + "64" + "01" + "0064" + "a85c" + "c000020a";

    @Test
    void shouldWriteThePacketOfTheStandard() {
        assertThat(HEX.formatHex(AdvertisementCodec.encode(Routers.said(100)))).isEqualTo(PACKET);
    }

    @Test
    void shouldReadThePacketOfTheStandard() throws BadPacketException {
        assertThat(AdvertisementCodec.decode(HEX.parseHex(PACKET))).isEqualTo(Routers.said(100));
    }

    @Test
    void shouldReadWhatItWrote() throws BadPacketException {
        var random = new Random(8);
        for (int i = 0; i < 2_000; i++) {
            Advertisement advertisement = any(random);
            byte[] packet = AdvertisementCodec.encode(advertisement);
            assertThat(AdvertisementCodec.decode(packet)).isEqualTo(advertisement);
        }
    }

    @Test
    void shouldReadTheGreatestValues() throws BadPacketException {
        Inet4Address last = Routers.ip("255.255.255.255");
        var addresses = new ArrayList<Inet4Address>();
        for (int i = 0; i < 255; i++) {
            addresses.add(last);
        }
        var all = new Advertisement(255, 255, Duration.ofMillis(40_950), addresses);
        byte[] packet = AdvertisementCodec.encode(all);
        assertThat(packet).hasSize(AdvertisementCodec.LONGEST);
        assertThat(AdvertisementCodec.decode(packet)).isEqualTo(all);
    }

    @Test
    void shouldAddWhatRunsOverMoreThanOnce() throws BadPacketException {
        // The words add up to 0x3fffd: folded once this is 0x10000, and still does not fit.
        var addresses = List.of(Routers.ip("255.255.255.255"), Routers.ip("255.255.206.202"));
        var advertisement = new Advertisement(51, 0, Duration.ofMillis(10), addresses);
        byte[] packet = AdvertisementCodec.encode(advertisement);
        assertThat(AdvertisementCodec.decode(packet)).isEqualTo(advertisement);
        assertThat(wordSum(packet)).isEqualTo(0xFFFF);
    }

    @Test
    void shouldSeeEveryBitThatTurned() {
        byte[] packet = HEX.parseHex(PACKET);
        for (int bit = 0; bit < packet.length * 8; bit++) {
            byte[] damaged = packet.clone();
            damaged[bit / 8] ^= (byte) (1 << bit % 8);
            assertThatThrownBy(() -> AdvertisementCodec.decode(damaged))
                    .as("bit %d of %s", bit, PACKET)
                    .isInstanceOf(BadPacketException.class);
        }
    }

    @Test
    void shouldSayWhatIsWrong() {
        assertFault("", Fault.LENGTH);
        assertFault("31336401006400", Fault.LENGTH);
        assertFault("21" + PACKET.substring(2), Fault.VERSION);
        assertFault("f1" + PACKET.substring(2), Fault.VERSION);
        assertFault("32" + PACKET.substring(2), Fault.TYPE);
        assertFault(PACKET.substring(0, 22), Fault.LENGTH);
        assertFault(PACKET + "00", Fault.LENGTH);
        assertFault(PACKET + "c000020b", Fault.LENGTH);
        assertFault(PACKET.replace("a85c", "a85d"), Fault.CHECKSUM);
        assertFault(PACKET.replace("a85c", "0000"), Fault.CHECKSUM);
    }

    @Test
    void shouldRefuseValuesThatCannotBe() {
        assertFault(sealed("31006401" + "0064" + "0000" + "c000020a"), Fault.VALUE);
        assertFault(sealed("31336401" + "0000" + "0000" + "c000020a"), Fault.VALUE);
        assertFault(sealed("31336401" + "f000" + "0000" + "c000020a"), Fault.VALUE);
    }

    @Test
    void shouldIgnoreTheBitsThatAreReserved() throws BadPacketException {
        String packet = sealed("31336401" + "f064" + "0000" + "c000020a");
        assertThat(AdvertisementCodec.decode(HEX.parseHex(packet))).isEqualTo(Routers.said(100));
    }

    @Test
    void shouldSurviveAnyBytes() {
        var random = new Random(88);
        for (int i = 0; i < 20_000; i++) {
            byte[] noise = new byte[random.nextInt(40)];
            random.nextBytes(noise);
            assertThatThrownBy(() -> AdvertisementCodec.decode(sealed(noise)))
                    .as(HEX.formatHex(noise))
                    .isInstanceOf(BadPacketException.class);
        }
    }

    /** With neither the version nor the checksum right, nothing is ever an advertisement. */
    private static byte[] sealed(byte[] noise) {
        byte[] packet = noise.clone();
        if (packet.length > 0) {
            packet[0] = (byte) ((packet[0] & 0x0F) | 0x50);
        }
        return packet;
    }

    /** With the right checksum. */
    private static String sealed(String hex) {
        byte[] packet = HEX.parseHex(hex);
        int sum = ~wordSum(packet);
        packet[6] = (byte) (sum >> 8);
        packet[7] = (byte) sum;
        return HEX.formatHex(packet);
    }

    private static int wordSum(byte[] packet) {
        int sum = 0;
        for (int i = 0; i < packet.length; i += 2) {
            sum += ((packet[i] & 0xFF) << 8) | (packet[i + 1] & 0xFF);
        }
        return sum % 0xFFFF == 0 ? 0xFFFF : sum % 0xFFFF; // one's complement, another way
    }

    private static void assertFault(String hex, Fault fault) {
        assertThatThrownBy(() -> AdvertisementCodec.decode(HEX.parseHex(hex)))
                .as(hex)
                .isInstanceOfSatisfying(
                        BadPacketException.class, e -> assertThat(e.fault()).isEqualTo(fault));
    }

    private static Advertisement any(Random random) {
        var addresses = new ArrayList<Inet4Address>();
        for (int i = random.nextInt(6); i > 0; i--) {
            byte[] bytes = new byte[4];
            random.nextBytes(bytes);
            String dotted =
                    String.join(
                            ".",
                            Arrays.asList(
                                    String.valueOf(bytes[0] & 0xFF),
                                    String.valueOf(bytes[1] & 0xFF),
                                    String.valueOf(bytes[2] & 0xFF),
                                    String.valueOf(bytes[3] & 0xFF)));
            addresses.add(Routers.ip(dotted));
        }
        Duration interval = Duration.ofMillis(10L * (1 + random.nextInt(4095)));
        return new Advertisement(1 + random.nextInt(255), random.nextInt(256), interval, addresses);
    }
}

package labs.zookeeper.p2p;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import labs.kit.LabTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@LabTest
@Timeout(20)
final class CardCodecTest {
    private static final Card CARD =
            new Card("n1", "3f2a", "127.0.0.1", 4711, new TreeSet<>(Set.of("ocr", "resize")));

    @Test
    void shouldReadWhatItWrote() throws Exception {
        assertThat(CardCodec.decode("n1", CardCodec.encode(CARD))).isEqualTo(CARD);
        var idle = new Card("n1", "3f2a", "db.example", 1, new TreeSet<>());
        assertThat(CardCodec.decode("n1", CardCodec.encode(idle))).isEqualTo(idle);
        var links = new TreeSet<>(Set.of("n2", "n3"));
        assertThat(CardCodec.decodeLinks(CardCodec.encodeLinks(links))).isEqualTo(links);
        assertThat(CardCodec.decodeLinks(CardCodec.encodeLinks(new TreeSet<>()))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "hello",
                "card 2\nid=n1\nincarnation=a\naddress=h:1\nabilities=\n",
                "card 1\nid=n1\nincarnation=a\naddress=h:1\n",
                "card 1\nid=n1\nincarnation=a\naddress=h:1\nabilities=\nmore=1\n",
                "card 1\nid=n2\nincarnation=a\naddress=h:1\nabilities=\n",
                "card 1\nid=n1\nincarnation=\naddress=h:1\nabilities=\n",
                "card 1\nid=n1\nincarnation=a\naddress=h\nabilities=\n",
                "card 1\nid=n1\nincarnation=a\naddress=h:0\nabilities=\n",
                "card 1\nid=n1\nincarnation=a\naddress=h:65536\nabilities=\n",
                "card 1\nid=n1\nincarnation=a\naddress=h:99999999999\nabilities=\n",
                "card 1\nid=n1\nincarnation=a\naddress=h:-1\nabilities=\n",
                "card 1\nid=n1\nincarnation=a\naddress=h:1\nabilities=a,,b\n",
                "card 1\nid=n1\nincarnation=a\naddress=h:1\nabilities=a b\n",
                "card 1\nincarnation=a\nid=n1\naddress=h:1\nabilities=\n",
                "card 1\nid=n1\nincarnation=a\naddress=h:1\nabilities=",
            })
    void shouldRefuseWhatIsNoCard(String text) {
        assertThatExceptionOfType(MalformedException.class)
                .isThrownBy(() -> CardCodec.decode("n1", text.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void shouldRefuseWhatIsTooLongOrNoText() {
        for (byte[] bad : List.of(new byte[1_000_000], new byte[] {(byte) 0xC3, 0x28})) {
            assertThatExceptionOfType(MalformedException.class)
                    .isThrownBy(() -> CardCodec.decode("n1", bad));
            assertThatExceptionOfType(MalformedException.class)
                    .isThrownBy(() -> CardCodec.decodeLinks(bad));
        }
    }

    @Test
    void shouldReadOrRefuseWhateverIsWritten(Random random) {
        byte[] good = CardCodec.encode(CARD);
        for (int i = 0; i < 20_000; i++) {
            byte[] changed = good.clone();
            for (int j = random.nextInt(4); j >= 0; j--) {
                changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
            }
            try {
                Card card = CardCodec.decode("n1", changed);
                assertThat(card.port()).isBetween(1, 65_535);
                assertThat(card.abilities()).allMatch(CardCodec::isName);
            } catch (MalformedException e) {
                assertThat(e).hasMessageNotContaining("null");
            }
        }
    }
}

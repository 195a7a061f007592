package labs.proxy.mysql.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Greetings, logins, proofs, and the fields that they are made of. */
@Timeout(30)
final class LoginTest {
    private static final long SEED = 20_260_801;

    @ParameterizedTest
    @CsvSource({
        "0, 00",
        "250, fa",
        "251, fcfb00",
        "252, fcfc00",
        "65535, fcffff",
        "65536, fd000001",
        "16777215, fdffffff",
        "16777216, fe0000000100000000",
        "9223372036854775807, feffffffffffffff7f"
    })
    void shouldWriteAndReadLengths(long value, String hex) {
        ByteBuf out = Unpooled.buffer();
        Fields.writeLength(out, value);
        byte[] bytes = new byte[out.readableBytes()];
        out.getBytes(0, bytes);
        assertThat(HexFormat.of().formatHex(bytes)).isEqualTo(hex);
        assertThat(Fields.readLength(out)).isEqualTo(value);
        for (int length = 0; length < bytes.length; length++) {
            ByteBuf part = Unpooled.wrappedBuffer(bytes, 0, length);
            assertThatThrownBy(() -> Fields.readLength(part)).isInstanceOf(ProtocolException.class);
        }
    }

    @Test
    void shouldTakeNoOtherByteForALength() {
        for (int first : new int[] {0xfb, 0xff}) {
            ByteBuf in = Unpooled.buffer().writeByte(first).writeZero(10);
            assertThatThrownBy(() -> Fields.readLength(in)).isInstanceOf(ProtocolException.class);
        }
    }

    @Test
    void shouldProveAPasswordAsMariaDbWantsIt() {
        byte[] challenge =
                "abcdefghijklmnopqrst".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        byte[] proof = Scramble.proof("secret", challenge);
        // The server knows SHA1(SHA1(password)) alone, and finds the once hashed one with it.
        byte[] twice =
                Scramble.sha1(
                        Scramble.sha1("secret".getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        byte[] mask = Scramble.sha1(challenge, twice);
        byte[] once = new byte[20];
        for (int i = 0; i < 20; i++) {
            once[i] = (byte) (proof[i] ^ mask[i]);
        }
        assertThat(Scramble.sha1(once)).isEqualTo(twice);
        assertThat(Scramble.proves(proof, "secret", challenge)).isTrue();
        assertThat(Scramble.proves(proof, "Secret", challenge)).isFalse();
        assertThat(Scramble.proves(proof, "secret", Scramble.challenge())).isFalse();
        assertThat(Scramble.proves(Arrays.copyOf(proof, 19), "secret", challenge)).isFalse();
        assertThat(Scramble.proves(new byte[0], "secret", challenge)).isFalse();
        assertThat(Scramble.proof("", challenge)).isEmpty();
        assertThat(Scramble.proves(new byte[0], "", challenge)).isTrue();
    }

    @Test
    void shouldNotRepeatAChallenge() {
        assertThat(Scramble.challenge()).isNotEqualTo(Scramble.challenge()).doesNotContain(0);
    }

    @Test
    void shouldReadTheGreetingThatIsWritten() {
        var greeting = new Greeting("11.4.5-x", 77, Scramble.challenge(), Capabilities.OFFERED);
        ByteBuf out = Unpooled.buffer();
        greeting.write(out);
        assertThat(Greeting.read(out)).isEqualTo(greeting);
    }

    @Test
    void shouldOfferNeitherTlsWithoutACertificateNorFiles() {
        int not = Capabilities.SSL | Capabilities.LOCAL_FILES;
        assertThat(Capabilities.OFFERED & not).isZero();
    }

    @Test
    void shouldReadTheLoginThatIsWritten() {
        for (String database : new String[] {null, "shop"}) {
            Login read = Login.read(written("anna", new byte[20], database));
            assertThat(read.user()).isEqualTo("anna");
            assertThat(read.database()).isEqualTo(database);
            assertThat(read.proof()).hasSize(20);
            assertThat(read.plugin()).isEqualTo(Scramble.PLUGIN);
            assertThat(read.collation()).isEqualTo(45);
        }
    }

    @Test
    void shouldReadAProofWhoseLengthIsALength() {
        ByteBuf in = head(Capabilities.PROTOCOL_41 | Capabilities.PLUGIN_AUTH_LENENC);
        Fields.writeText(in, "anna");
        in.writeByte(0xfc).writeShortLE(300).writeZero(300);
        Login read = Login.read(in);
        assertThat(read.proof()).hasSize(300);
        assertThat(read.plugin()).isNull();
        assertThat(read.database()).isNull();
    }

    @Test
    void shouldNotBelieveWhatWasNotOffered() {
        ByteBuf in = head(Capabilities.PROTOCOL_41 | 1 << 30 | Capabilities.LOCAL_FILES);
        Fields.writeText(in, "anna");
        in.writeByte(0);
        assertThat(Login.read(in).capabilities()).isEqualTo(Capabilities.PROTOCOL_41);
    }

    @Test
    void shouldTakeAnEmptyDatabaseForNone() {
        assertThat(Login.read(written("anna", new byte[20], "")).database()).isNull();
    }

    @Test
    void shouldRefuseClientsThatAreTooOldOrWantTls() {
        for (int capabilities : new int[] {0, Capabilities.PROTOCOL_41 | Capabilities.SSL}) {
            assertThatThrownBy(() -> Login.read(head(capabilities)))
                    .isInstanceOfSatisfying(
                            ProtocolException.class,
                            e -> assertThat(e.error().code()).isEqualTo(SqlError.BAD_HANDSHAKE));
        }
    }

    @Test
    void shouldSayWhatIsMissingWhereverItEnds() {
        ByteBuf whole = written("anna", new byte[20], null);
        int proofEnds = 32 + 5 + 21;
        for (int length = 0; length < proofEnds; length++) {
            ByteBuf part = whole.slice(0, length);
            assertThatThrownBy(() -> Login.read(part))
                    .as("%d bytes", length)
                    .isInstanceOf(ProtocolException.class);
        }
    }

    @Test
    void shouldStandAnyBytes() {
        var random = new Random(SEED);
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = new byte[random.nextInt(120)];
            random.nextBytes(bytes);
            if (bytes.length > 2 && random.nextBoolean()) {
                bytes[1] |= 2; // PROTOCOL_41
                bytes[1] &= ~8; // no TLS
            }
            Throwable thrown = catchThrowable(() -> Login.read(Unpooled.wrappedBuffer(bytes)));
            if (thrown != null) {
                assertThat(thrown)
                        .as("round %d, seed %d", i, SEED)
                        .isInstanceOf(ProtocolException.class);
            }
        }
    }

    private static ByteBuf written(String user, byte[] proof, String database) {
        ByteBuf out = Unpooled.buffer();
        int capabilities = Capabilities.towardsServer(0);
        new Login(capabilities, 45, user, proof, database, Scramble.PLUGIN).write(out);
        return out;
    }

    private static ByteBuf head(int capabilities) {
        return Unpooled.buffer()
                .writeIntLE(capabilities)
                .writeIntLE(1 << 24)
                .writeByte(45)
                .writeZero(23);
    }
}

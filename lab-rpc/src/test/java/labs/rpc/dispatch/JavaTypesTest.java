package labs.rpc.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import labs.rpc.value.BadValueException;
import labs.rpc.value.Name;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Types that Java has and XML-RPC has not, and names that Java cannot have. */
@Timeout(20)
class JavaTypesTest {
    private static final LocalDateTime NOON = LocalDateTime.of(2024, 2, 29, 12, 0);
    private static final Instant INSTANT = Instant.parse("2024-02-29T12:00:00Z");

    record User(@Name("user-id") int id, Optional<String> mail, List<Instant> logins) {}

    public interface Directory {
        @Name("get-user")
        User find(Optional<Integer> id, Instant since, Date until);

        BigDecimal price(BigDecimal net, BigInteger count);
    }

    interface Waits {
        String forAWhile(Duration howLong);
    }

    interface WaitsInside {
        List<Map<String, CompletableFuture<Duration>>> waits();
    }

    interface Threads {
        Optional<Thread> current();
    }

    record Holder(String name, List<Duration> waits) {}

    interface Holds {
        void hold(Holder[] holders);
    }

    static Stream<Arguments> fitting() {
        return Stream.of(
                Arguments.of(NOON, Instant.class, INSTANT),
                Arguments.of(NOON, Date.class, Date.from(INSTANT)),
                Arguments.of("1.10", BigDecimal.class, new BigDecimal("1.10")),
                Arguments.of(7, BigDecimal.class, new BigDecimal(7)),
                Arguments.of(0.1, BigDecimal.class, new BigDecimal("0.1")),
                Arguments.of(new BigDecimal("2"), BigInteger.class, BigInteger.TWO),
                Arguments.of(5L, BigInteger.class, BigInteger.valueOf(5)),
                Arguments.of(new BigInteger("5"), int.class, 5),
                Arguments.of(new BigDecimal("0.5"), double.class, 0.5),
                Arguments.of(Long.MIN_VALUE, double.class, -0x1p63));
    }

    @ParameterizedTest
    @MethodSource("fitting")
    void shouldMakeAValueFit(Object value, Class<?> target, Object expected) {
        assertThat(Converter.convert(value, target))
                .as("%s as %s", value, target)
                .isEqualTo(expected);
    }

    static Stream<Arguments> unfitting() {
        return Stream.of(
                Arguments.of("tomorrow", Instant.class),
                Arguments.of("1,10", BigDecimal.class),
                Arguments.of("1.5", BigInteger.class),
                Arguments.of("1e999999999", BigInteger.class),
                Arguments.of("9".repeat(1_001), BigInteger.class),
                Arguments.of(new BigDecimal("0.1"), double.class),
                Arguments.of(new BigInteger("5000000000"), int.class),
                Arguments.of(Long.MAX_VALUE, double.class),
                Arguments.of(1e300, float.class));
    }

    @ParameterizedTest
    @MethodSource("unfitting")
    void shouldRefuseAValueThatDoesNotFitWithoutLoss(Object value, Class<?> target) {
        assertThatExceptionOfType(BadValueException.class)
                .isThrownBy(() -> Converter.convert(value, target));
    }

    @Test
    void shouldCallWithWhatJavaHasAndAnswerWithIt() {
        Dispatcher dispatcher = new Dispatcher().register("dir", Directory.class, new Memory());
        Object user = call(dispatcher, "dir.get-user", 7, NOON, NOON);
        assertThat(user).isEqualTo(new User(7, Optional.empty(), List.of(INSTANT)));
        assertThat(call(dispatcher, "dir.price", "1.10", 3)).isEqualTo(new BigDecimal("3.30"));
    }

    @Test
    void shouldTellTheTypeInWhichTheseTravel() {
        Dispatcher dispatcher = new Dispatcher().register("dir", Directory.class, new Memory());
        assertThat(dispatcher.find("dir.get-user").orElseThrow().signatures())
                .containsExactly(List.of("struct", "int", "dateTime.iso8601", "dateTime.iso8601"));
        assertThat(dispatcher.find("dir.price").orElseThrow().signatures())
                .as("a double would round")
                .containsExactly(List.of("string", "string", "string"));
    }

    @Test
    void shouldRegisterMethodsWithoutADot() {
        Dispatcher dispatcher = new Dispatcher().register(Directory.class, new Memory());
        assertThat(dispatcher.methods())
                .extracting(MethodInfo::name)
                .containsExactly("get-user", "price");
    }

    @Test
    void shouldRefuseATypeThatCannotBeCarriedWhenItIsRegistered() {
        assertRefused(Waits.class, howLong -> "done", "Duration");
        assertRefused(WaitsInside.class, () -> List.of(), "Duration");
        assertRefused(Threads.class, Optional::empty, "Thread");
        assertRefused(Holds.class, holders -> {}, "Duration");
    }

    private static <T> void assertRefused(Class<T> iface, T implementation, String type) {
        assertThatExceptionOfType(IllegalArgumentException.class)
                .as("%s cannot be carried: say it at once, not in the first call", type)
                .isThrownBy(() -> new Dispatcher().register("x", iface, implementation))
                .withMessageContaining(type)
                .withMessageContaining(iface.getSimpleName());
    }

    private static Object call(Dispatcher dispatcher, String method, Object... params) {
        return dispatcher.call(CallContext.LOCAL, method, List.of(params));
    }

    private static final class Memory implements Directory {
        @Override
        public User find(Optional<Integer> id, Instant since, Date until) {
            return new User(id.orElseThrow(), Optional.empty(), List.of(since));
        }

        @Override
        public BigDecimal price(BigDecimal net, BigInteger count) {
            return net.multiply(new BigDecimal(count));
        }
    }
}

package labs.rpc.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Type;
import java.time.DayOfWeek;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import labs.rpc.value.BadValueException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(20)
class ConverterTest {
    record Point(long x, double y) {}

    record Route(String name, List<Point> points) {}

    /** Fields whose declared types are the targets of the conversions. */
    static final class Targets {
        List<Point> points;
        Map<String, Long> longs;
        Set<DayOfWeek> days;
        List<? extends Number> numbers;
        List<List<Long>> table;
        Point[] array;
        List<Long>[] arrayOfLists;
    }

    static Stream<Arguments> fitting() {
        LocalDateTime time = LocalDateTime.of(2024, 1, 2, 3, 4);
        return Stream.of(
                Arguments.of(1, int.class, 1),
                Arguments.of(1, long.class, 1L),
                Arguments.of(1, double.class, 1.0),
                Arguments.of(1, short.class, (short) 1),
                Arguments.of(-128, Byte.class, (byte) -128),
                Arguments.of(5L, int.class, 5),
                Arguments.of(5L, Object.class, 5L),
                Arguments.of(1.5, float.class, 1.5f),
                Arguments.of(true, boolean.class, true),
                Arguments.of("x", char.class, 'x'),
                Arguments.of("MONDAY", DayOfWeek.class, DayOfWeek.MONDAY),
                Arguments.of("text", CharSequence.class, "text"),
                Arguments.of(time, LocalDateTime.class, time),
                Arguments.of(null, String.class, null),
                Arguments.of(List.of(1, 2), int[].class, new int[] {1, 2}),
                Arguments.of(List.of("a"), String[].class, new String[] {"a"}),
                Arguments.of(Map.of("x", 1, "y", 2), Point.class, new Point(1, 2)));
    }

    @ParameterizedTest
    @MethodSource("fitting")
    void shouldMakeAValueFit(Object value, Type target, Object expected) {
        assertThat(Converter.convert(value, target))
                .as("Converter.convert(%s, %s)", value, target)
                .isEqualTo(expected);
    }

    static Stream<Arguments> unfitting() {
        return Stream.of(
                Arguments.of("1", int.class),
                Arguments.of(1, String.class),
                Arguments.of(1.0, int.class),
                Arguments.of(1L << 40, int.class),
                Arguments.of(40_000, short.class),
                Arguments.of(1, boolean.class),
                Arguments.of((1L << 53) + 1, double.class),
                Arguments.of(null, int.class),
                Arguments.of("xy", char.class),
                Arguments.of("FUNDAY", DayOfWeek.class),
                Arguments.of(List.of("a"), int[].class),
                Arguments.of(List.of(1), byte[].class),
                Arguments.of(List.of(1), Map.class),
                Arguments.of(Map.of(), List.class),
                Arguments.of(Map.of("x", 1), Point.class),
                Arguments.of(Map.of("x", "1", "y", 2), Point.class),
                Arguments.of(Map.of("x", 1), Thread.class));
    }

    @ParameterizedTest
    @MethodSource("unfitting")
    void shouldRefuseAValueThatDoesNotFitWithoutLoss(Object value, Type target) {
        assertThatThrownBy(() -> Converter.convert(value, target))
                .as("Converter.convert(%s, %s)", value, target)
                .isInstanceOf(BadValueException.class);
    }

    @Test
    void shouldConvertWhatIsInsideOfGenericTypes() throws Exception {
        Map<String, Object> point = Map.of("x", 1, "y", 2);
        assertThat(convert(List.of(point), "points"))
                .as(
                        "List<Point> must hold Points: with Maps in it, the ClassCastException comes much later")
                .isEqualTo(List.of(new Point(1, 2)));
        assertThat(convert(Map.of("a", 1), "longs")).isEqualTo(Map.of("a", 1L));
        assertThat(convert(List.of("MONDAY", "MONDAY"), "days"))
                .isEqualTo(Set.of(DayOfWeek.MONDAY));
        assertThat(convert(List.of(List.of(1)), "table")).isEqualTo(List.of(List.of(1L)));
        assertThat(convert(List.of(1, 2.5), "numbers")).isEqualTo(List.of(1, 2.5));
        assertThat(convert(List.of(point), "array")).isEqualTo(new Point[] {new Point(1, 2)});
        assertThat(convert(List.of(List.of(1)), "arrayOfLists"))
                .isEqualTo(new List<?>[] {List.of(1L)});
    }

    @Test
    void shouldConvertStructsWithinStructs() {
        Map<String, Object> route =
                Map.of("name", "home", "points", List.of(Map.of("x", 1, "y", 2)));
        assertThat(Converter.convert(route, Route.class))
                .isEqualTo(new Route("home", List.of(new Point(1, 2))));
    }

    @Test
    void shouldSpeakOfXmlRpcTypesAndNotOfOurClasses() {
        assertThatThrownBy(() -> Converter.convert("x", Point.class))
                .hasMessageContaining("struct")
                .hasMessageContaining("string")
                .hasMessageNotContaining("Point")
                .hasMessageNotContaining("java");
    }

    private static Object convert(Object value, String target) throws NoSuchFieldException {
        return Converter.convert(value, Targets.class.getDeclaredField(target).getGenericType());
    }
}

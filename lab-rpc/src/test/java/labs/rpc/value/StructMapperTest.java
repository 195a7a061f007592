package labs.rpc.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class StructMapperTest {
    record Account(String owner, long balance, List<String> tags) {
        Account {
            if (balance < 0) {
                throw new IllegalArgumentException("a balance is never negative");
            }
        }
    }

    public static final class Station {
        private String name = "unnamed";
        private boolean open;

        public String getName() {
            return name;
        }

        public void setName(String name) {
            this.name = name;
        }

        public boolean isOpen() {
            return open;
        }

        public void setOpen(boolean open) {
            this.open = open;
        }

        public String getMotto() {
            return "mind the gap";
        }
    }

    @Test
    void shouldTakeTheMembersOfARecordInTheirOrder() {
        assertThat(StructMapper.toStruct(new Account("Ann", 5, List.of("vip"))))
                .containsExactly(
                        Map.entry("owner", "Ann"),
                        Map.entry("balance", 5L),
                        Map.entry("tags", List.of("vip")));
    }

    @Test
    void shouldTakeTheMembersOfABeanFromItsGetters() {
        assertThat(StructMapper.toStruct(new Station()))
                .as("getX and isX, and not getClass")
                .containsExactly(
                        Map.entry("motto", "mind the gap"),
                        Map.entry("name", "unnamed"),
                        Map.entry("open", false));
    }

    @Test
    void shouldLeaveOutMembersThatAreNull() {
        assertThat(StructMapper.toStruct(new Account(null, 1, null))).containsOnlyKeys("balance");
    }

    @Test
    void shouldMakeARecordOfAStruct() {
        Map<String, Object> struct = Map.of("owner", "Ann", "balance", 7L, "tags", List.of("a"));
        assertThat(fromStruct(struct, Account.class))
                .isEqualTo(new Account("Ann", 7, List.of("a")));
    }

    @Test
    void shouldMakeABeanOfAStruct() {
        Station station =
                fromStruct(Map.of("name", "Süd", "open", true, "motto", "ignored"), Station.class);
        assertThat(station.getName()).isEqualTo("Süd");
        assertThat(station.isOpen()).isTrue();
        assertThat(fromStruct(Map.of(), Station.class).getName())
                .as("what the struct lacks stays as the constructor left it")
                .isEqualTo("unnamed");
    }

    @Test
    void shouldAskTheConverterForEachMemberWithItsDeclaredType() {
        List<String> asked = new ArrayList<>();
        Map<String, Object> struct = new LinkedHashMap<>();
        struct.put("owner", "Ann");
        struct.put("balance", 7);
        struct.put("tags", List.of());
        Account account =
                StructMapper.fromStruct(
                        struct,
                        Account.class,
                        (value, type) -> {
                            asked.add(type.getTypeName());
                            return type == long.class ? ((Integer) value).longValue() : value;
                        });
        assertThat(account.balance()).isEqualTo(7L);
        assertThat(asked)
                .as("List<String>, not List: only the generic type says what is in the list")
                .containsExactly("java.lang.String", "long", "java.util.List<java.lang.String>");
    }

    @Test
    void shouldIgnoreMembersThatTheTypeDoesNotKnow() {
        Map<String, Object> struct = Map.of("owner", "Ann", "balance", 7L, "since version 2", "x");
        assertThat(fromStruct(struct, Account.class).owner())
                .as("a newer peer may send more than we know")
                .isEqualTo("Ann");
    }

    @Test
    void shouldLeaveNullWhereARecordsMemberIsMissingUnlessItIsPrimitive() {
        assertThat(fromStruct(Map.of("balance", 7L), Account.class))
                .isEqualTo(new Account(null, 7, null));
        assertThatThrownBy(() -> fromStruct(Map.of("owner", "Ann"), Account.class))
                .as("no number can stand for a balance that nobody sent")
                .isInstanceOf(BadValueException.class)
                .hasMessageContaining("balance");
    }

    @Test
    void shouldSayWhyARecordRefusesItsValues() {
        assertThatThrownBy(() -> fromStruct(Map.of("balance", -1L), Account.class))
                .isInstanceOf(BadValueException.class)
                .hasMessageContaining("never negative");
    }

    @Test
    void shouldRefuseATypeThatIsNoRecordOrBean() {
        assertThatThrownBy(() -> StructMapper.toStruct(new Object()))
                .isInstanceOf(BadValueException.class);
        assertThatThrownBy(() -> fromStruct(Map.of(), Thread.class))
                .isInstanceOf(BadValueException.class);
    }

    private static <T> T fromStruct(Map<String, ?> struct, Class<T> type) {
        return StructMapper.fromStruct(struct, type, StructMapperTest::asItIs);
    }

    private static Object asItIs(Object value, Type declared) {
        return value;
    }
}

package labs.zookeeper.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import labs.kit.LabTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@LabTest
@Timeout(10)
final class SchemaTest {
    private final Schema schema = MycatSchema.schema();
    private final Map<String, String> values = new TreeMap<>(MycatSchema.shop(3));

    @Test
    void shouldFindNothingWrongWithWhatIsRight() {
        assertThat(schema.problems(values)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "server/port,0,an integer from 1 to 65535",
        "server/port,+80,an integer from 1 to 65535",
        "server/port,99999999999,an integer from 1 to 65535",
        "server/charset,latin1,'one of utf8, utf8mb4'",
        "datanode/dn2/address,db2,host:port",
        "datanode/dn2/address,db2:70000,host:port",
        "user/app/schemas,'shop,shops','names of schema/…, separated by commas'",
        "schema/shop/orders/nodes,'dn1,,dn2','names of datanode/…, separated by commas'",
        "schema/shop/orders/nodes,dn,'names of datanode/…, separated by commas'",
    })
    void shouldNameKeyValueAndWhatWasExpected(String key, String value, String expected) {
        values.put(key, value);

        assertThat(schema.problems(values)).containsExactly(new Problem(key, value, expected));
    }

    @Test
    void shouldRefuseKeysThatItDoesNotKnow() {
        values.put("server/prot", "8066");
        values.put("server//port", "8066");

        assertThat(schema.problems(values))
                .extracting(Problem::key)
                .containsExactly("server//port", "server/prot");
    }

    @Test
    void shouldMissARequiredKey() {
        values.remove("server/port");

        assertThat(schema.problems(values))
                .containsExactly(new Problem("server/port", null, "an integer from 1 to 65535"));
    }

    @Test
    void shouldMissAKeyOfAGroupThatHasOthers() {
        values.remove("datanode/dn3/database");

        assertThat(schema.problems(values))
                .extracting(Problem::toString)
                .containsExactly("datanode/dn3/database is missing: expected 1 to 64 characters");
    }

    @Test
    void shouldNameEverythingThatIsWrongAtOnce() {
        values.put("server/port", "http");
        values.put("rule/by-customer/algorithm", "guess");
        values.remove("server/charset");

        assertThat(schema.problems(values)).hasSize(3);
    }

    @Test
    void shouldTellWhatIsDifferentBetweenTwoSnapshots() {
        var after = new TreeMap<>(values);
        after.put("server/port", "8067");
        after.remove("datanode/dn3/database");
        after.put("datanode/dn4/database", "shop_4");

        Diff diff = Diff.between(values, after);

        assertThat(diff.changed()).containsExactly(Map.entry("server/port", "8067"));
        assertThat(diff.removed()).containsExactly(Map.entry("datanode/dn3/database", "shop_3"));
        assertThat(diff.added()).containsExactly(Map.entry("datanode/dn4/database", "shop_4"));
    }
}

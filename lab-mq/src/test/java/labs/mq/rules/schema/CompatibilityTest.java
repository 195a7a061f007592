package labs.mq.rules.schema;

import static labs.mq.rules.schema.Compatibility.BACKWARD;
import static labs.mq.rules.schema.Compatibility.FORWARD;
import static labs.mq.rules.schema.Compatibility.FULL;
import static labs.mq.rules.schema.OrderSchemas.CENTS_AS_TEXT;
import static labs.mq.rules.schema.OrderSchemas.CURRENCY_DEMANDED;
import static labs.mq.rules.schema.OrderSchemas.FIRST;
import static labs.mq.rules.schema.OrderSchemas.WITHOUT_CENTS;
import static labs.mq.rules.schema.OrderSchemas.WITH_CURRENCY;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import labs.kit.LabTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@LabTest
@Timeout(30)
final class CompatibilityTest {
    @Test
    void shouldLetAFieldWithADefaultCome() {
        assertThat(BACKWARD.objection(FIRST, WITH_CURRENCY)).isEmpty();
        assertThat(FORWARD.objection(FIRST, WITH_CURRENCY)).isEmpty();
        assertThat(FULL.objection(FIRST, WITH_CURRENCY)).isEmpty();
    }

    @Test
    void shouldObjectWhenOldDataCannotBeRead() {
        assertThat(BACKWARD.objection(FIRST, CURRENCY_DEMANDED).orElseThrow())
                .as("the reason names the field that has no value")
                .contains("currency");
        assertThat(FORWARD.objection(FIRST, CURRENCY_DEMANDED)).as("old readers skip it").isEmpty();
        assertThat(FULL.objection(FIRST, CURRENCY_DEMANDED)).isPresent();
    }

    @Test
    void shouldObjectWhenOldReadersWouldMissAField() {
        assertThat(FORWARD.objection(FIRST, WITHOUT_CENTS).orElseThrow()).contains("cents");
        assertThat(BACKWARD.objection(FIRST, WITHOUT_CENTS)).as("new readers skip it").isEmpty();
        assertThat(FULL.objection(FIRST, WITHOUT_CENTS)).isPresent();
    }

    @Test
    void shouldObjectToAnotherTypeInAnyCase() {
        assertThat(Stream.of(Compatibility.values()))
                .allSatisfy(mode -> assertThat(mode.objection(FIRST, CENTS_AS_TEXT)).isPresent());
    }
}

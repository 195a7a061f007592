package labs.compute.sort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import labs.compute.table.ColumnBatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class CursorTest {
    private static final String QUERY = "SELECT a, b FROM t ORDER BY a";

    private static ColumnBatch page(long... values) {
        return new ColumnBatch(new long[][] {values, new long[values.length]}, values.length);
    }

    private static Cursor behind(Optional<Cursor> before, long... values) {
        return Cursor.behind(QUERY, page(values), before);
    }

    @Test
    void shouldComeBackFromItsText() {
        Cursor cursor = behind(Optional.empty(), -3, 9, 9, ColumnBatch.NULL);

        Cursor again = Cursor.of(cursor.text(), QUERY, 2);

        assertThat(RandomRows.rows(again.row())).isEqualTo(RandomRows.rows(cursor.row()));
        assertThat(again.row().column(0)[0]).isEqualTo(ColumnBatch.NULL);
        assertThat(again.copies()).isEqualTo(cursor.copies()).isEqualTo(1);
        assertThat(again.text()).isEqualTo(cursor.text()).matches("[A-Za-z0-9_-]+");
    }

    @Test
    void shouldCountTheRowsThatEqualTheLastOne() {
        Cursor first = behind(Optional.empty(), 1, 5, 5);
        assertThat(first.copies()).as("1 5 5").isEqualTo(2);

        Cursor second = behind(Optional.of(first), 5, 5, 5);
        assertThat(second.copies()).as("1 5 5 | 5 5 5").isEqualTo(5);
        assertThat(Cursor.of(second.text(), QUERY, 2).copies()).isEqualTo(5);

        assertThat(behind(Optional.of(second), 5, 6, 6).copies()).as("… | 5 6 6").isEqualTo(2);
        assertThat(behind(Optional.of(second), 6, 6).copies()).as("… | 6 6").isEqualTo(2);
        assertThat(behind(Optional.of(first), 4, 5).copies()).as("1 5 5 | 4 5").isEqualTo(1);
    }

    @Test
    void shouldRefuseATextInWhichAnyLetterIsChangedOrMissing() {
        String good = behind(Optional.empty(), 1, 2, 3).text();
        for (int i = 0; i < good.length(); i++) {
            char other = good.charAt(i) == 'A' ? 'Q' : 'A';
            String changed = good.substring(0, i) + other + good.substring(i + 1);
            String cut = good.substring(0, i);
            for (String bad : new String[] {changed, cut}) {
                assertThatThrownBy(() -> Cursor.of(bad, QUERY, 2))
                        .as("at letter %d: %s", i, bad)
                        .isInstanceOf(InvalidCursorException.class)
                        .hasMessageContaining("damaged");
            }
        }
        assertThatThrownBy(() -> Cursor.of("what is this?", QUERY, 2))
                .isInstanceOf(InvalidCursorException.class)
                .hasMessageContaining("what is this?");
    }

    @Test
    void shouldRefuseTheCursorOfAnotherQuery() {
        String text = behind(Optional.empty(), 1, 2, 3).text();

        assertThatThrownBy(() -> Cursor.of(text, QUERY + " DESC", 2))
                .isInstanceOf(InvalidCursorException.class)
                .hasMessageContaining("another query");
        assertThatThrownBy(() -> Cursor.of(text, QUERY, 3))
                .isInstanceOf(InvalidCursorException.class)
                .hasMessageContaining("another query");
    }
}

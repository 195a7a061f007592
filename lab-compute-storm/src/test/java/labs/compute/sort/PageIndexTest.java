package labs.compute.sort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import labs.compute.sort.PageIndex.Piece;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class PageIndexTest {
    @Test
    void shouldFindEachRowWhereCountingFindsIt() {
        for (int seed = 0; seed < 50; seed++) {
            var random = new SplittableRandom(seed);
            long[] counts = random.longs(1 + random.nextInt(9), 0, 6).toArray();
            List<Piece> rows = rowByRow(counts);
            var index = new PageIndex(counts);
            assertThat(index.total()).isEqualTo(rows.size());
            for (int offset = 0; offset <= rows.size(); offset++) {
                for (int limit = 0; limit < 12; limit++) {
                    int end = Math.min(rows.size(), offset + limit);
                    assertThat(singles(index.page(offset, limit)))
                            .as("offset %d, limit %d of %s, seed %d", offset, limit, counts, seed)
                            .isEqualTo(rows.subList(offset, end));
                }
            }
        }
    }

    private static List<Piece> rowByRow(long[] counts) {
        var rows = new ArrayList<Piece>();
        for (int range = 0; range < counts.length; range++) {
            for (int row = 0; row < counts[range]; row++) {
                rows.add(new Piece(range, row, 1));
            }
        }
        return rows;
    }

    private static List<Piece> singles(List<Piece> pieces) {
        var rows = new ArrayList<Piece>();
        for (Piece piece : pieces) {
            assertThat(piece.count()).as("an empty piece").isPositive();
            for (int i = 0; i < piece.count(); i++) {
                rows.add(new Piece(piece.range(), piece.from() + i, 1));
            }
        }
        return rows;
    }

    @Test
    void shouldTouchOnlyTheRangesOfThePage() {
        var index = new PageIndex(new long[] {100, 0, 100, 5_000_000_000L, 100});

        assertThat(index.page(150, 100)).containsExactly(new Piece(2, 50, 50), new Piece(3, 0, 50));
        assertThat(index.page(4_000_000_200L, 10))
                .as("more rows than an int counts")
                .containsExactly(new Piece(3, 4_000_000_000L, 10));
        assertThat(index.page(0, Integer.MAX_VALUE).get(2).count())
                .isEqualTo(Integer.MAX_VALUE - 200);
    }

    @Test
    void shouldGiveNothingRightBehindTheLastRow() {
        assertThat(new PageIndex(new long[] {3, 4}).page(7, 10)).isEmpty();
        assertThat(new PageIndex(new long[] {0, 0}).page(0, 10)).isEmpty();
        assertThat(new PageIndex(new long[0]).page(0, 10)).isEmpty();
    }

    @Test
    void shouldSayHowManyRowsThereAreIfTheOffsetIsPastTheEnd() {
        assertThatThrownBy(() -> new PageIndex(new long[] {3, 4}).page(8, 10))
                .isInstanceOf(OffsetPastEndException.class)
                .hasMessage("offset 8 is past the end: there are 7 rows");
    }

    @Test
    void shouldRefuseNegativeNumbers() {
        var index = new PageIndex(new long[] {3});
        assertThatThrownBy(() -> index.page(-1, 10))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("-1");
        assertThatThrownBy(() -> index.page(0, -10))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("-10");
    }
}

package labs.compute.mapreduce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class SortBufferTest {
    private record Entry(int partition, String key, String value) {}

    @Test
    void shouldHandOutEachPartitionsRecordsInTheOrderOfTheirKeys() throws IOException {
        var random = new SplittableRandom(1);
        var buffer = new SortBuffer(1 << 20);
        var expected = new ArrayList<Entry>();
        for (int i = 0; i < 5_000; i++) {
            // Long common beginnings, so that the first bytes do not settle it.
            String key = "common-prefix-" + random.nextInt(700) + (i % 3 == 0 ? "" : "-tail");
            var entry = new Entry(random.nextInt(4), key, "v" + i);
            expected.add(entry);
            assertThat(add(buffer, entry)).isTrue();
        }

        assertThat(drained(buffer, 4))
                .as("by partition, then key, then in the order of adding")
                .containsExactlyElementsOf(
                        expected.stream()
                                .sorted(
                                        Comparator.comparingInt(Entry::partition)
                                                .thenComparing(e -> Slice.of(e.key())))
                                .toList());
    }

    @Test
    void shouldOrderBytesAsUnsignedAndShortKeysBeforeTheirContinuations() throws IOException {
        var buffer = new SortBuffer(4_096);
        for (String key : List.of("é", "z", "ab", "a", "", "a\u0000", "abcdefgh", "abcdefg")) {
            add(buffer, new Entry(0, key, ""));
        }

        assertThat(drained(buffer, 1))
                .extracting(Entry::key)
                .containsExactly("", "a", "a\u0000", "ab", "abcdefg", "abcdefgh", "z", "é");
    }

    @Test
    void shouldSayWhenItIsFullAndBeEmptyAfterwards() throws IOException {
        var buffer = new SortBuffer(1_024);
        int added = 0;
        while (add(buffer, new Entry(0, "key", "value"))) {
            added++;
        }
        assertThat(added).as("records of 16 bytes in 1 KiB").isBetween(10, 64);

        buffer.clear();

        assertThat(buffer.isEmpty()).isTrue();
        assertThat(add(buffer, new Entry(0, "key", "value"))).isTrue();
    }

    @Test
    void shouldRefuseARecordThatNeverFits() {
        var buffer = new SortBuffer(1_024);

        assertThatThrownBy(() -> add(buffer, new Entry(0, "k", "x".repeat(2_000))))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("2009 bytes");
    }

    private static boolean add(SortBuffer buffer, Entry entry) throws IOException {
        return buffer.add(entry.partition(), Slice.of(entry.key()), Slice.of(entry.value()));
    }

    private static List<Entry> drained(SortBuffer buffer, int partitions) throws IOException {
        var entries = new ArrayList<Entry>();
        SortBuffer.Sorted sorted = buffer.sorted();
        for (int partition = 0; partition < partitions; partition++) {
            try (Groups.Records records = sorted.of(partition)) {
                while (records.next()) {
                    String key = records.key().toString();
                    entries.add(new Entry(partition, key, records.value().toString()));
                }
            }
        }
        return entries;
    }
}

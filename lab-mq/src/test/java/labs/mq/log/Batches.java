package labs.mq.log;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Batches as a producer sends them, and the way back. */
final class Batches {
    private Batches() {}

    static byte[] bytes(String text) {
        return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
    }

    static String text(byte[] bytes) {
        return bytes == null ? null : new String(bytes, StandardCharsets.UTF_8);
    }

    static ByteBuffer of(String... values) {
        return at(1_000, values);
    }

    /** Values without keys, a millisecond apart. */
    static ByteBuffer at(long time, String... values) {
        var records = new ArrayList<LogRecord>();
        for (int i = 0; i < values.length; i++) {
            records.add(new LogRecord(i, time + i, null, bytes(values[i])));
        }
        return BatchWriter.write(records);
    }

    /** One record; a tombstone if its value is null. */
    static ByteBuffer keyed(long time, String key, String value) {
        return BatchWriter.write(List.of(new LogRecord(0, time, bytes(key), bytes(value))));
    }

    /** All records from that offset on, as a consumer reads them: slice by slice. */
    static List<LogRecord> readAll(Log log, long from) throws Exception {
        var records = new ArrayList<LogRecord>();
        for (long next = from; next < log.end(); ) {
            long before = next;
            try (LogSlice slice = log.read(next, 4_000)) {
                for (Batch batch : Batch.wholeIn(slice.read())) {
                    for (LogRecord record : BatchReader.read(batch)) {
                        if (record.offset() >= next) {
                            records.add(record);
                        }
                    }
                    next = batch.nextOffset();
                }
            }
            if (next == before) {
                break; // a hole up to the end
            }
        }
        return records;
    }

    static List<String> values(List<LogRecord> records) {
        return records.stream().map(record -> text(record.value())).toList();
    }
}

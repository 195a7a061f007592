package labs.mq.transaction;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import labs.mq.log.CompactedLog;
import labs.mq.log.LogRecord;

/** What is known of each transactional id, kept as a compacted log. Guarded by the coordinator. */
final class TransactionLog {
    private final TransactionCoordinator.LogSource source;
    private CompactedLog log; // null until it is needed
    private final Map<String, Transaction> table = new LinkedHashMap<>();

    TransactionLog(TransactionCoordinator.LogSource source) {
        this.source = source;
    }

    /** Reads back what was known when the broker ended. */
    void load() throws IOException {
        open().forEach(this::take);
    }

    private CompactedLog open() throws IOException {
        if (log == null) {
            log = source.open();
        }
        return log;
    }

    private void take(LogRecord record) throws IOException {
        String id = new String(record.key(), StandardCharsets.UTF_8);
        if (record.value() == null) {
            table.remove(id);
        } else {
            table.put(id, Transaction.of(id, record.value()));
        }
    }

    /** Null if nothing is known. */
    Transaction get(String id) {
        return table.get(id);
    }

    Collection<Transaction> all() {
        return List.copyOf(table.values());
    }

    /** Stores it; when it returns, the death of the broker does not lose it. */
    void put(Transaction transaction) throws IOException {
        append(transaction.id(), transaction.bytes());
        table.put(transaction.id(), transaction);
    }

    void forget(String id) throws IOException {
        append(id, null);
        table.remove(id);
    }

    private void append(String id, byte[] value) throws IOException {
        open().append(List.of(CompactedLog.entry(id.getBytes(StandardCharsets.UTF_8), value)));
    }

    void compactIfLong() throws IOException {
        if (log != null) {
            log.compactIfLong();
        }
    }
}

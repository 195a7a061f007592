package labs.mq.transaction;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/**
 * What is known of one transactional id.
 *
 * @param producer who may write for it
 * @param epochBefore the epoch that this producer itself has given up for its present one, or -1:
 *     its request may come again
 * @param timeout after which its transaction is aborted
 * @param partitions where it has written, or is about to
 * @param startedAt when its transaction began, in milliseconds since 1970; -1 if there is none
 * @param changedAt when it came into its state
 */
public record Transaction(
        String id,
        ProducerIdentity producer,
        short epochBefore,
        Duration timeout,
        TransactionState state,
        Set<TopicPartition> partitions,
        long startedAt,
        long changedAt) {
    private static final short NO_EPOCH = -1;
    private static final int VERSION = 1; // of its bytes

    public Transaction {
        partitions = Set.copyOf(partitions);
    }

    /** One that has done nothing yet. */
    static Transaction of(String id, ProducerIdentity producer, short before, Duration timeout) {
        return new Transaction(
                id,
                producer,
                before,
                timeout,
                TransactionState.EMPTY,
                Set.of(),
                -1,
                System.currentTimeMillis());
    }

    static Transaction of(String id, ProducerIdentity producer, Duration timeout) {
        return of(id, producer, NO_EPOCH, timeout);
    }

    private Transaction with(
            ProducerIdentity by, TransactionState newState, Set<TopicPartition> where, long since) {
        return new Transaction(
                id, by, epochBefore, timeout, newState, where, since, System.currentTimeMillis());
    }

    /** It writes there, too; if it is the first place, its transaction begins. */
    Transaction add(Set<TopicPartition> more) {
        boolean goesOn = state == TransactionState.ONGOING;
        var all = new LinkedHashSet<>(goesOn ? partitions : Set.of());
        all.addAll(more);
        long since = goesOn ? startedAt : System.currentTimeMillis();
        return with(producer, TransactionState.ONGOING, all, since);
    }

    /** It is decided. */
    Transaction prepare(boolean commit) {
        return with(producer, TransactionState.prepared(commit), partitions, startedAt);
    }

    /** It is decided against its producer, which may write no more. */
    Transaction fence() {
        return with(producer.next(), TransactionState.PREPARE_ABORT, partitions, startedAt);
    }

    /** The decision is known everywhere. */
    Transaction complete() {
        return with(producer, TransactionState.complete(state.isCommit()), Set.of(), -1);
    }

    boolean isOverdue(long now) {
        return state == TransactionState.ONGOING && now - startedAt > timeout.toMillis();
    }

    boolean isUnusedFor(Duration time, long now) {
        boolean isIdle = state != TransactionState.ONGOING && !state.isPrepared();
        return isIdle && now - changedAt > time.toMillis();
    }

    byte[] bytes() {
        var bytes = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(bytes)) {
            out.writeByte(VERSION);
            out.writeLong(producer.id());
            out.writeShort(producer.epoch());
            out.writeShort(epochBefore);
            out.writeLong(timeout.toMillis());
            out.writeUTF(state.name());
            out.writeLong(startedAt);
            out.writeLong(changedAt);
            out.writeInt(partitions.size());
            for (TopicPartition partition : partitions) {
                out.writeUTF(partition.topic());
                out.writeInt(partition.partition());
            }
        } catch (IOException e) {
            throw new IllegalStateException("memory takes no bytes", e);
        }
        return bytes.toByteArray();
    }

    static Transaction of(String id, byte[] bytes) throws IOException {
        try (var in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            int version = in.readByte();
            if (version != VERSION) {
                throw new IOException(
                        "the state of transactions is of version "
                                + version
                                + ": start a newer"
                                + " broker on this directory");
            }
            var producer = new ProducerIdentity(in.readLong(), in.readShort());
            short before = in.readShort();
            Duration timeout = Duration.ofMillis(in.readLong());
            var state = TransactionState.valueOf(in.readUTF());
            long startedAt = in.readLong();
            long changedAt = in.readLong();
            Set<TopicPartition> where = partitions(in);
            return new Transaction(
                    id, producer, before, timeout, state, where, startedAt, changedAt);
        }
    }

    private static Set<TopicPartition> partitions(DataInputStream in) throws IOException {
        var partitions = new LinkedHashSet<TopicPartition>();
        for (int left = in.readInt(); left > 0; left--) {
            partitions.add(new TopicPartition(in.readUTF(), in.readInt()));
        }
        return partitions;
    }
}

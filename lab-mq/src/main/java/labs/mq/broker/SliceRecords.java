package labs.mq.broker;

import labs.mq.log.LogSlice;
import org.apache.kafka.common.record.internal.BaseRecords;
import org.apache.kafka.common.record.internal.RecordsSend;

/** The records of a fetch response: a piece of the log's file. */
record SliceRecords(LogSlice slice) implements BaseRecords {
    @Override
    public int sizeInBytes() {
        return slice.length();
    }

    @Override
    public RecordsSend<? extends BaseRecords> toSend() {
        throw new UnsupportedOperationException("our own transport sends it, see ResponseWriter");
    }
}

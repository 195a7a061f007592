package labs.mq.kafka;

/** What became of a record that was sent. There are three answers, not two. */
public sealed interface Fate {
    /** It is in the log, there, on as many replicas as {@code acks} asked for. */
    record Acknowledged(int partition, long offset) implements Fate {}

    /** It is not in the log and never will be: sending it again cannot make two of it. */
    record Failed(Exception cause) implements Fate {}

    /** It may be in the log, or may still come: nobody here can know. */
    record Unknown(Exception cause) implements Fate {}
}

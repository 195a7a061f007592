package labs.mq.transaction;

/**
 * What a producer signs its batches with.
 *
 * @param id that only it has
 * @param epoch which of its lives this is; an older one is refused
 */
public record ProducerIdentity(long id, short epoch) {
    /** That of a producer which has none yet. */
    public static final ProducerIdentity NONE = new ProducerIdentity(-1, (short) -1);

    /** Whether there may be an epoch behind this one. */
    boolean canBeFollowed() {
        return epoch < Short.MAX_VALUE - 1; // and one more, to fence this one's transaction
    }

    ProducerIdentity next() {
        return new ProducerIdentity(id, (short) (epoch + 1));
    }
}

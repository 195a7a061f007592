package labs.memory.grid;

/** Nothing was done: the member belongs to too small a part of the cluster. */
public final class QuorumException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    QuorumException(int members, int minimum) {
        super("refused: %d members are there, at least %d must be".formatted(members, minimum));
    }
}

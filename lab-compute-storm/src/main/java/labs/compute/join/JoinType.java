package labs.compute.join;

/** Which rows a join gives. A key that is NULL equals none, not even another NULL. */
public enum JoinType {
    /** Each pair with equal keys. */
    INNER,
    /** As INNER, and each left row without a match once, with NULLs for the right one's columns. */
    LEFT,
    /** As LEFT, and each right row without a match once, with NULLs for the left one's columns. */
    FULL,
    /** Each left row that has a match, once; the left columns only. */
    SEMI,
    /** Each left row that has none, once; the left columns only. */
    ANTI;

    /** Whether its rows have the right table's columns, behind the left one's. */
    public boolean hasRight() {
        return this == INNER || this == LEFT || this == FULL;
    }

    /** Whether a left row without a match is in the result, so that none may be left out before. */
    public boolean keepsUnmatchedLeft() {
        return this == LEFT || this == FULL || this == ANTI;
    }

    /** The same of right rows. */
    public boolean keepsUnmatchedRight() {
        return this == FULL;
    }
}

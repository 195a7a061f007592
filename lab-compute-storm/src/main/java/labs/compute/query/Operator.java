package labs.compute.query;

/** How two values are compared. */
public enum Operator {
    EQUAL("=", false, true, false),
    NOT_EQUAL("<>", true, false, true),
    LESS("<", true, false, false),
    LESS_OR_EQUAL("<=", true, true, false),
    GREATER(">", false, false, true),
    GREATER_OR_EQUAL(">=", false, true, true);

    private final String sign;
    private final byte whenLess;
    private final byte whenEqual;
    private final byte whenGreater;

    Operator(String sign, boolean whenLess, boolean whenEqual, boolean whenGreater) {
        this.sign = sign;
        this.whenLess = Truth.of(whenLess);
        this.whenEqual = Truth.of(whenEqual);
        this.whenGreater = Truth.of(whenGreater);
    }

    /** The truth of {@code a operator b}; neither is NULL. */
    byte holds(long a, long b) {
        return a < b ? whenLess : a > b ? whenGreater : whenEqual;
    }

    /** What {@code b … a} has to be for the same as {@code a … b}. */
    public Operator turned() {
        return switch (this) {
            case LESS -> GREATER;
            case LESS_OR_EQUAL -> GREATER_OR_EQUAL;
            case GREATER -> LESS;
            case GREATER_OR_EQUAL -> LESS_OR_EQUAL;
            case EQUAL, NOT_EQUAL -> this;
        };
    }

    @Override
    public String toString() {
        return sign;
    }
}

package labs.compute.query;

/**
 * SQL's three truth values, as numbers such that AND is the smaller of two, OR the larger, and NOT
 * what is missing to TRUE. See Kleene, On Notation for Ordinal Numbers, 1938.
 */
final class Truth {
    static final byte FALSE = 0;
    static final byte UNKNOWN = 1;
    static final byte TRUE = 2;

    private Truth() {}

    static byte of(boolean holds) {
        return holds ? TRUE : FALSE;
    }
}

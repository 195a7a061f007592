package labs.memory.memcached;

/**
 * The commands of the binary protocol: their numbers, loud and quiet, and how their frames look.
 */
enum Opcode {
    GET(0x00, 0x09, 0, true, false),
    SET(0x01, 0x11, 8, true, true),
    ADD(0x02, 0x12, 8, true, true),
    REPLACE(0x03, 0x13, 8, true, true),
    DELETE(0x04, 0x14, 0, true, false),
    INCREMENT(0x05, 0x15, 20, true, false),
    DECREMENT(0x06, 0x16, 20, true, false),
    QUIT(0x07, 0x17, 0, false, false),
    FLUSH(0x08, 0x18, 4, false, false),
    NOOP(0x0a, -1, 0, false, false),
    VERSION(0x0b, -1, 0, false, false),
    GETK(0x0c, 0x0d, 0, true, false),
    APPEND(0x0e, 0x19, 0, true, true),
    PREPEND(0x0f, 0x1a, 0, true, true),
    STAT(0x10, -1, 0, false, true),
    TOUCH(0x1c, -1, 4, true, true),
    GAT(0x1d, 0x1e, 4, true, true),
    GATK(0x23, 0x24, 4, true, true);

    private static final Opcode[] BY_NUMBER = new Opcode[256];

    static {
        for (Opcode opcode : values()) {
            BY_NUMBER[opcode.loud] = opcode;
            if (opcode.quiet >= 0) {
                BY_NUMBER[opcode.quiet] = opcode;
            }
        }
    }

    private final int loud;
    private final int quiet;
    private final int extras;
    private final boolean needsKey;
    private final boolean mayHaveMore;

    Opcode(int loud, int quiet, int extras, boolean needsKey, boolean mayHaveMore) {
        this.loud = loud;
        this.quiet = quiet;
        this.extras = extras;
        this.needsKey = needsKey;
        this.mayHaveMore = mayHaveMore;
    }

    /** The command with this number, or null. */
    static Opcode of(int number) {
        return BY_NUMBER[number];
    }

    boolean isQuiet(int number) {
        return number == quiet;
    }

    /** May a frame of this command have such parts? */
    boolean fits(int keyLength, int extraLength, long body) {
        boolean goodExtras = extraLength == extras || this == FLUSH && extraLength == 0;
        boolean goodKey = needsKey == keyLength > 0 || this == STAT;
        return goodExtras && goodKey && (mayHaveMore || body == keyLength + extraLength);
    }
}

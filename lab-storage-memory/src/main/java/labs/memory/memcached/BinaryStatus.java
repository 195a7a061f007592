package labs.memory.memcached;

/** How a command of the binary protocol ended. */
enum BinaryStatus {
    OK(0x00, ""),
    NOT_FOUND(0x01, "Not found"),
    EXISTS(0x02, "Data exists for key."),
    TOO_LARGE(0x03, "Too large."),
    INVALID_ARGUMENTS(0x04, "Invalid arguments"),
    NOT_STORED(0x05, "Not stored."),
    NOT_A_NUMBER(0x06, "Non-numeric server-side value for incr or decr"),
    UNKNOWN_COMMAND(0x81, "Unknown command"),
    NO_MEMORY(0x82, "Out of memory allocating item");

    private final int code;
    private final String text;

    BinaryStatus(int code, String text) {
        this.code = code;
        this.text = text;
    }

    int code() {
        return code;
    }

    String text() {
        return text;
    }
}

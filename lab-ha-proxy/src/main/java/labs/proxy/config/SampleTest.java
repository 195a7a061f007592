package labs.proxy.config;

/** A sample, and how it is compared with patterns. */
public record SampleTest(Sample sample, How how) {
    /** By {@code -m}, or the end of the keyword. */
    public enum How {
        FOUND,
        BOOL,
        INT,
        IP,
        STR,
        BEG,
        END,
        SUB,
        DIR,
        DOM,
        REG,
        LEN,
        /** Bytes, which patterns have in hexadecimal. */
        BIN
    }
}

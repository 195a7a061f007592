package labs.cli.doctor;

/**
 * One thing looked at.
 *
 * @param detail its version, or how much there is
 * @param advice what to do or to install when it is missing; empty when all is well
 */
public record Finding(String name, boolean good, boolean required, String detail, String advice) {
    static Finding good(String name, String detail) {
        return new Finding(name, true, true, detail, "");
    }

    static Finding bad(String name, String detail, String advice) {
        return new Finding(name, false, true, detail, advice);
    }

    Finding optional() {
        return new Finding(name, good, false, detail, advice);
    }
}

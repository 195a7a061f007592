package labs.mq.shop.audit;

/** Counts where a law is broken, and remembers the first place. For one thread. */
final class Check {
    private final String name;
    private long checked;
    private long broken;
    private String example = "";

    Check(String name) {
        this.name = name;
    }

    /** Looks at one thing: the text is how to describe it where the law is broken. */
    void that(boolean holds, String format, Object... args) {
        checked++;
        if (!holds && broken++ == 0) {
            example = format.formatted(args);
        }
    }

    Law law() {
        return new Law(name, checked, broken, example);
    }
}

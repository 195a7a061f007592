package labs.zookeeper.config;

/** What can go wrong with a configuration; the subclasses say what a caller may do about it. */
public abstract sealed class ConfigException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private ConfigException(String message, Throwable cause) {
        super(message, cause);
    }

    /** Values break the schema; nothing was written. Correct them. */
    public static final class Invalid extends ConfigException {
        private static final long serialVersionUID = 1;

        private final transient java.util.List<Problem> problems;

        Invalid(java.util.List<Problem> problems) {
            super(
                    "nothing was published: "
                            + problems.stream()
                                    .map(Problem::toString)
                                    .collect(java.util.stream.Collectors.joining("; ")),
                    null);
            this.problems = java.util.List.copyOf(problems);
        }

        /** Every problem found, by key. */
        public java.util.List<Problem> problems() {
            return problems;
        }
    }

    /** Somebody published since; nothing was written. Read, merge, try again. */
    public static final class Conflict extends ConfigException {
        private static final long serialVersionUID = 1;

        private final long actual;

        Conflict(long expected, Revision actual) {
            super(
                    "expected version "
                            + expected
                            + ", but it is "
                            + actual.version()
                            + ", published by "
                            + actual.who()
                            + " at "
                            + actual.when(),
                    null);
            this.actual = actual.version();
        }

        /** The version that is current. */
        public long actual() {
            return actual;
        }
    }

    /** More than a configuration centre is for; nothing was written. */
    public static final class TooLarge extends ConfigException {
        private static final long serialVersionUID = 1;

        TooLarge(int size, int limit) {
            super("a snapshot of " + size + " bytes; at most " + limit + " are allowed", null);
        }
    }

    /** This client may not do that; nothing was written. */
    public static final class Denied extends ConfigException {
        private static final long serialVersionUID = 1;

        Denied(String what, Throwable cause) {
            super("the access list of ZooKeeper forbids " + what, cause);
        }
    }

    /** ZooKeeper cannot be reached, or lacks what it should have; nothing was written. */
    public static final class Unavailable extends ConfigException {
        private static final long serialVersionUID = 1;

        Unavailable(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** The connection was lost in the middle of a publication: nobody can say. Read, and see. */
    public static final class OutcomeUnknown extends ConfigException {
        private static final long serialVersionUID = 1;

        OutcomeUnknown(long version, Throwable cause) {
            super("version " + version + " may have been published, or not", cause);
        }
    }

    /** Bytes that are no snapshot: damaged, cut short, or written by somebody else. */
    public static final class Malformed extends ConfigException {
        private static final long serialVersionUID = 1;

        Malformed(String message) {
            super(message, null);
        }
    }
}

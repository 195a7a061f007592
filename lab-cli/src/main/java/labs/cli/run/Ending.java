package labs.cli.run;

/** How a JVM that ran tests came to its end. */
public enum Ending {
    /** It ran every test and said so. */
    FINISHED("finished"),
    /** It ended before it had said so: {@code System.exit}, a crash, no memory left. */
    EXITED("ended before its tests did (System.exit, a crash, or no memory left)"),
    /** It ran longer than its time limit. */
    TIMED_OUT("ran out of time"),
    /** It used more memory than allowed. */
    OUT_OF_MEMORY("used more memory than allowed"),
    /** It started more threads or processes than allowed. */
    TOO_MANY_THREADS("started more threads than allowed"),
    /** It wrote more to the disk than allowed. */
    DISK_FULL("wrote more to disk than allowed"),
    /** It ran every test, but a process that it had started was still there. */
    LEFT_A_PROCESS("left a process behind"),
    /** One test had failed, and whoever asked wanted to know no more. */
    STOPPED("was stopped at its first failure");

    private final String words;

    Ending(String words) {
        this.words = words;
    }

    /** For a person: "ran out of time". */
    public String words() {
        return words;
    }
}

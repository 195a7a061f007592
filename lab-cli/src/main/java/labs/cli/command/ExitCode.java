package labs.cli.command;

/** What {@code lab} tells the shell; the help of every command lists them. */
final class ExitCode {
    static final int OK = 0;
    static final int NOT_PASSED = 1;
    static final int USAGE = 2;
    static final int COURSE = 3;
    static final int ENVIRONMENT = 4;
    static final int BUG = 70;

    private ExitCode() {}
}

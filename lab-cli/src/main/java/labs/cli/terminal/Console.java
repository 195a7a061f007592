package labs.cli.terminal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.util.Map;

/** Where a command writes: results to out, the rest to err. Thread-safe. */
public final class Console {
    private static final int DEFAULT_WIDTH = 100;

    private final PrintStream out;
    private final PrintStream err;
    private final boolean colours;
    private final boolean updating;
    private final int width;
    private boolean lineIsProgress; // guarded by this

    private Console(
            PrintStream out, PrintStream err, boolean colours, boolean updating, int width) {
        this.out = out;
        this.err = err;
        this.colours = colours;
        this.updating = updating;
        this.width = width;
    }

    /** Of this process, as the script {@code lab} found the terminal. */
    public static Console ofSystem() {
        String terminal = System.getProperty("lab.terminal", "");
        return new Console(
                utf8(FileDescriptor.out),
                utf8(FileDescriptor.err),
                terminal.contains("out") && wantsColours(System.getenv()),
                terminal.contains("err"),
                width(System.getProperty("lab.columns", "")));
    }

    /** Not a terminal: no colours, plain progress. */
    public static Console plain(PrintStream out, PrintStream err) {
        return new Console(out, err, false, false, DEFAULT_WIDTH);
    }

    /** See no-color.org: the variable counts when it is set and not empty. */
    static boolean wantsColours(Map<String, String> environment) {
        return environment.getOrDefault("NO_COLOR", "").isEmpty()
                && !environment.getOrDefault("TERM", "").equals("dumb");
    }

    private static PrintStream utf8(FileDescriptor descriptor) {
        return new PrintStream(new FileOutputStream(descriptor), true, UTF_8);
    }

    private static int width(String columns) {
        return columns.matches("[1-9][0-9]{1,3}") ? Integer.parseInt(columns) : DEFAULT_WIDTH;
    }

    /** Columns of the terminal. */
    public int width() {
        return width;
    }

    public boolean hasColours() {
        return colours;
    }

    public PrintStream out() {
        return out;
    }

    public PrintStream err() {
        return err;
    }

    /** Prints a line of the result. */
    public synchronized void line(String format, Object... arguments) {
        wipe();
        out.println(arguments.length == 0 ? format : format.formatted(arguments));
    }

    /** Prints a line beside the result: an error, or what to do next. */
    public synchronized void note(String format, Object... arguments) {
        wipe();
        err.println(arguments.length == 0 ? format : format.formatted(arguments));
    }

    /** Shows that {@code work} is under way until it is closed, once it takes over two seconds. */
    public Progress progress(String work) {
        return new Progress(this, work, updating);
    }

    public String bold(String text) {
        return styled(Style.BOLD, text);
    }

    public String faint(String text) {
        return styled(Style.FAINT, text);
    }

    public String red(String text) {
        return styled(Style.RED, text);
    }

    public String green(String text) {
        return styled(Style.GREEN, text);
    }

    public String yellow(String text) {
        return styled(Style.YELLOW, text);
    }

    private String styled(Style style, String text) {
        return colours && !text.isEmpty() ? style.on(text) : text;
    }

    /** Replaces the updating line. */
    synchronized void update(String text) {
        lineIsProgress = true;
        String fitting = text.length() < width ? text : text.substring(0, width - 1);
        err.print("\r\u001b[K" + fitting);
        err.flush();
    }

    /** Takes the updating line away, if it is there. */
    synchronized void wipe() {
        if (lineIsProgress) {
            err.print("\r\u001b[K");
            err.flush();
            lineIsProgress = false;
        }
    }
}

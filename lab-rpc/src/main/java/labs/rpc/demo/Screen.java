package labs.rpc.demo;

import java.io.PrintStream;

/** What a demo prints. Colours only where a person looks on, and has not refused them. */
final class Screen {
    private final PrintStream out;
    private final boolean colours;

    Screen(PrintStream out, boolean colours) {
        this.out = out;
        this.colours = colours;
    }

    static Screen standard() {
        boolean wanted = System.getenv().getOrDefault("NO_COLOR", "").isEmpty();
        return new Screen(System.out, wanted && isTerminal());
    }

    void heading(String text) {
        out.printf("%n%s%n", style("1", text));
    }

    void line(String format, Object... args) {
        out.printf("  " + format + "%n", args);
    }

    void blank() {
        out.println();
    }

    /** A line that explains what was shown. */
    void note(String text) {
        out.printf("  %s%n", style("2", text));
    }

    /** A line that went out to the server, or came back. */
    void wire(boolean request, String text) {
        out.printf("  %s%n", style(request ? "36" : "32", (request ? "> " : "< ") + text));
    }

    private String style(String code, String text) {
        return colours ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }

    private static boolean isTerminal() {
        if (System.console() == null) {
            return false;
        }
        try {
            // Since JDK 22 there is a console even where there is no terminal.
            Object terminal =
                    java.io.Console.class.getMethod("isTerminal").invoke(System.console());
            return (boolean) terminal;
        } catch (ReflectiveOperationException e) {
            return true; // before that, a console was a terminal
        }
    }
}

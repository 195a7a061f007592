package labs.mq.demo;

import java.io.Console;

/** Whether somebody looks on at a terminal that can be drawn on. */
final class Terminal {
    private Terminal() {}

    static boolean isThere() {
        String kind = System.getenv().getOrDefault("TERM", "dumb");
        return System.console() != null && !kind.equals("dumb") && isTerminal(System.console());
    }

    // Since JDK 22 there is a console even where there is no terminal.
    private static boolean isTerminal(Console console) {
        try {
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (ReflectiveOperationException e) {
            return true; // before that, a console was a terminal
        }
    }
}

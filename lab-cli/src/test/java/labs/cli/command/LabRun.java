package labs.cli.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;
import labs.cli.terminal.Console;

/** One call of the lab command in this JVM: its exit code and what it printed. */
record LabRun(int code, String out, String err) {

    static LabRun in(Path directory, String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Console console = Console.plain(print(out), print(err));
        Context context = new Context(console, directory, Map.of(), directory);
        int code = Commands.run(context, arguments);
        return new LabRun(code, out.toString(UTF_8), err.toString(UTF_8));
    }

    private static PrintStream print(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, UTF_8);
    }
}

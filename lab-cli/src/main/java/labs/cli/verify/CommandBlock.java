package labs.cli.verify;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** A block of shell commands that a README tells its reader to run. */
record CommandBlock(String script, Optional<Pattern> until) {
    private static final Duration LONGEST = Duration.ofMinutes(15);
    private static final Duration UNTIL_LINE = Duration.ofMinutes(3);
    private static final Duration TO_END = Duration.ofSeconds(10);
    private static final int PRESSES = 3;
    private static final int INTERRUPTED = 130;
    private static final int TAIL = 15;

    static CommandBlock of(Block block) {
        return new CommandBlock(
                block.text(),
                Optional.ofNullable(block.notes().get("until")).map(Pattern::compile));
    }

    /** Runs it in {@code directory}, with its own files in {@code files}. */
    Evidence run(Path directory, Path files) {
        try (Shell shell = new Shell(directory, files, script, this::isAwaited)) {
            return until.isPresent() ? interrupted(shell) : ended(shell);
        }
    }

    private boolean isAwaited(String line) {
        return until.isPresent() && until.get().matcher(line).find();
    }

    private static Evidence ended(Shell shell) {
        if (!shell.awaitEnd(LONGEST)) {
            return failed(shell, "it did not end within " + LONGEST.toMinutes() + " minutes");
        }
        return shell.exitCode() == 0
                ? Evidence.proved()
                : failed(shell, "it ended with exit code " + shell.exitCode());
    }

    private Evidence interrupted(Shell shell) {
        boolean told = shell.awaitLine(UNTIL_LINE);
        if (!told || !isTold(shell)) {
            return failed(shell, "it did not print " + until.orElseThrow());
        }
        if (!endsByCtrlC(shell)) {
            return failed(shell, "it did not end after Ctrl-C");
        }
        int code = shell.exitCode();
        return code == 0 || code == INTERRUPTED
                ? Evidence.proved("ended by Ctrl-C")
                : failed(shell, "after Ctrl-C it ended with exit code " + code);
    }

    /** A shell that is between two commands can miss a Ctrl-C; a person presses it again. */
    private static boolean endsByCtrlC(Shell shell) {
        for (int i = 0; i < PRESSES; i++) {
            shell.interrupt();
            if (shell.awaitEnd(TO_END)) {
                return true;
            }
        }
        return false;
    }

    private boolean isTold(Shell shell) {
        return shell.tail(Integer.MAX_VALUE).stream().anyMatch(this::isAwaited);
    }

    private static Evidence failed(Shell shell, String why) {
        List<String> lines = new ArrayList<>(List.of(why));
        shell.tail(TAIL).forEach(line -> lines.add("| " + line));
        return Evidence.disproved(lines);
    }
}

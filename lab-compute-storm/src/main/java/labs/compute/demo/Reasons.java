package labs.compute.demo;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import labs.compute.query.QueryFailedException;
import labs.compute.sql.SqlException;
import picocli.CommandLine;

/** What went wrong, in a sentence. */
final class Reasons {
    private static volatile boolean isEnding; // set once, at Ctrl-C or another end

    private Reasons() {}

    /**
     * Whether the process is on its way out. Storm is stopped then while the main thread still
     * works with it: what that meets is the end, and no failure to tell.
     */
    static boolean isEnding() {
        return isEnding;
    }

    /** Of a file the JDK says the path alone, and what was wrong with it by the class. */
    static String of(Throwable failure) {
        return failure instanceof FileSystemException e && e.getReason() == null
                ? e.getFile() + ": " + reason(e)
                : String.valueOf(failure.getMessage());
    }

    private static String reason(FileSystemException e) {
        if (e instanceof NoSuchFileException) {
            return "there is no such file or directory";
        }
        if (e instanceof FileAlreadyExistsException || e instanceof NotDirectoryException) {
            return "a file stands where a directory should be";
        }
        return e instanceof AccessDeniedException ? "access is denied" : "the file system refuses";
    }

    /** Where in the program is told only of what nobody expects. */
    static int explain(Exception failure, CommandLine command, CommandLine.ParseResult parsed) {
        if (isEnding) {
            return CommandLine.ExitCode.SOFTWARE;
        }
        boolean isExpected =
                failure instanceof IOException
                        || failure instanceof IllegalArgumentException
                        || failure instanceof IllegalStateException
                        || failure instanceof QueryFailedException
                        || failure instanceof SqlException;
        if (isExpected) {
            command.getErr().println(of(failure));
        } else {
            failure.printStackTrace(command.getErr());
        }
        return CommandLine.ExitCode.SOFTWARE;
    }

    /**
     * Runs a command and ends the process, whatever happens: threads of Storm's are no daemons, and
     * would keep it up behind an error that ends the main thread alone.
     */
    static void runAndExit(CommandLine command, String... args) {
        Thread atExit = new Thread(() -> isEnding = true, "ending");
        Runtime.getRuntime().addShutdownHook(atExit);
        int code = CommandLine.ExitCode.SOFTWARE;
        try {
            code = command.setExecutionExceptionHandler(Reasons::explain).execute(args);
        } catch (Throwable e) {
            e.printStackTrace(command.getErr());
        } finally {
            System.exit(code);
        }
    }
}

package labs.cli.run;

import java.nio.file.Path;

/**
 * One error of the compiler.
 *
 * @param file the source, or null when the error belongs to none
 * @param line from 1; 0 when unknown
 */
public record CompileError(Path file, long line, String message) {
    /** As an IDE prints it: {@code File.java:12: message}. */
    @Override
    public String toString() {
        return file == null ? message : file.getFileName() + ":" + line + ": " + message;
    }
}

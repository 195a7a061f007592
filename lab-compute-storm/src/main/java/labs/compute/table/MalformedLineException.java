package labs.compute.table;

import java.io.IOException;
import java.nio.file.Path;

/** A line is not what its table's lines are; the message says where, and what was expected. */
public final class MalformedLineException extends IOException {
    private static final long serialVersionUID = 1;

    MalformedLineException(Path file, long line, String text, String expected) {
        super(file + ", line " + line + ": expected " + expected + ", found \"" + text + "\"");
    }
}

package labs.compute.window;

import java.io.IOException;
import java.io.Serial;
import java.nio.file.Path;

/** A checkpoint is not what was saved. */
public final class CorruptCheckpointException extends IOException {
    @Serial private static final long serialVersionUID = 1;

    CorruptCheckpointException(Path file, String what) {
        super(file + ": " + what);
    }
}

package labs.compute.engine;

import java.io.IOException;
import java.io.Serial;

/** The attempt that somebody works for is void. */
final class StaleRunException extends IOException {
    @Serial private static final long serialVersionUID = 1;

    StaleRunException(Run run) {
        super(run + " is void");
    }
}

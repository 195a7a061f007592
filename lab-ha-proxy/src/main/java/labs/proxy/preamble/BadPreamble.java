package labs.proxy.preamble;

import java.io.Serial;

/** A connection that does not begin with a PROXY header where it must. */
final class BadPreamble extends Exception {
    @Serial private static final long serialVersionUID = 1;

    BadPreamble(String message) {
        super(message, null, false, false);
    }
}

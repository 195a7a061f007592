package labs.proxy.check;

import java.util.regex.Pattern;

/** The first line of an HTTP response. */
final class StatusLine {
    // BEGIN SOLUTION
    private static final Pattern WELL = Pattern.compile("HTTP/1\\.[01] [23][0-9][0-9]( .*)?");

    // END SOLUTION
    // STUB: // What else it needs goes here.

    private StatusLine() {}

    /** Whether a server that answers so is well: HTTP/1.0 or 1.1, and a status of 2xx or 3xx. */
    static boolean isWell(String line) {
        // BEGIN SOLUTION
        return WELL.matcher(line).matches();
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO ha-proxy-3: README, part 3");
    }
}

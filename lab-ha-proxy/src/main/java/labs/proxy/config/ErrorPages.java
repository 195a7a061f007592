package labs.proxy.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** {@code errorfile}: whole answers, head and all, that are sent as they are. */
final class ErrorPages {
    private ErrorPages() {}

    /**
     * What the file holds, with line ends as HTTP wants them in the head; empty for an empty file.
     */
    static String read(String file) {
        try {
            String text = Files.readString(Path.of(file), StandardCharsets.ISO_8859_1);
            if (text.isEmpty()) {
                return "";
            }
            int end = headEnds(text);
            if (!text.startsWith("HTTP/1.") || end < 0) {
                throw new LineException("errorfile '" + file + "' is no whole answer of HTTP/1");
            }
            return text.substring(0, end).replace("\r\n", "\n").replace("\n", "\r\n")
                    + text.substring(end);
        } catch (IOException e) {
            throw new LineException("cannot read errorfile '" + file + "': " + e.getMessage());
        }
    }

    private static int headEnds(String text) {
        int crlf = text.indexOf("\r\n\r\n");
        int lf = text.indexOf("\n\n");
        return crlf >= 0 && (lf < 0 || crlf < lf) ? crlf + 4 : lf < 0 ? -1 : lf + 2;
    }

    /** What stands behind the head. */
    static String body(String file) {
        String text = read(file);
        return text.isEmpty() ? "" : text.substring(text.indexOf("\r\n\r\n") + 4);
    }
}

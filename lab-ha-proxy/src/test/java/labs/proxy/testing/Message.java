package labs.proxy.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * A request or a response as it came, read by a reader that knows nothing of the proxy's own.
 *
 * @param first its first line
 * @param lines its fields, a line each
 * @param body without the chunks' lines
 */
public record Message(String first, List<String> lines, byte[] body) {
    public int status() {
        return Integer.parseInt(first.split(" ")[1]);
    }

    public String method() {
        return first.split(" ")[0];
    }

    public String target() {
        return first.split(" ")[1];
    }

    public String text() {
        return new String(body, ISO_8859_1);
    }

    /** The values of all fields of this name. */
    public List<String> values(String name) {
        return lines.stream()
                .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
                .map(line -> line.substring(name.length() + 1).strip())
                .toList();
    }

    /** The value of the only field of this name; empty if there is none. */
    public String value(String name) {
        List<String> values = values(name);
        if (values.size() > 1) {
            throw new IllegalStateException(name + " stands there twice: " + lines);
        }
        return values.isEmpty() ? "" : values.get(0);
    }

    /** A response that is no answer to HEAD. */
    public static Message readResponse(InputStream in) throws IOException {
        return response(in, false);
    }

    static Message request(InputStream in) throws IOException {
        return read(in, false, false);
    }

    /**
     * Reads a response.
     *
     * @param bodiless whether it answers HEAD
     */
    static Message response(InputStream in, boolean bodiless) throws IOException {
        return read(in, true, bodiless);
    }

    private static Message read(InputStream in, boolean response, boolean bodiless)
            throws IOException {
        String first = line(in);
        var lines = new ArrayList<String>();
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            lines.add(line);
        }
        var head = new Message(first, lines, new byte[0]);
        int status = response ? head.status() : 200;
        boolean none = bodiless || status < 200 || status == 204 || status == 304;
        return new Message(first, lines, none ? new byte[0] : body(in, head, response));
    }

    private static byte[] body(InputStream in, Message head, boolean response) throws IOException {
        if (head.value("transfer-encoding").equals("chunked")) {
            return chunks(in);
        }
        String length = head.value("content-length");
        if (length.isEmpty()) {
            return response ? in.readAllBytes() : new byte[0];
        }
        return exactly(in, Integer.parseInt(length));
    }

    private static byte[] chunks(InputStream in) throws IOException {
        var body = new ByteArrayOutputStream();
        while (true) {
            int size = Integer.parseInt(line(in).split(";")[0], 16);
            if (size == 0) {
                while (!line(in).isEmpty()) {
                    // trailers
                }
                return body.toByteArray();
            }
            body.writeBytes(exactly(in, size));
            line(in);
        }
    }

    private static byte[] exactly(InputStream in, int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException(bytes.length + " of " + length + " bytes of a body");
        }
        return bytes;
    }

    private static String line(InputStream in) throws IOException {
        var line = new ByteArrayOutputStream();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new EOFException("the connection ended in '" + line + "'");
            }
            if (b != '\r') {
                line.write(b);
            }
        }
        return line.toString(ISO_8859_1);
    }
}

package labs.rpc.bench;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;

/** Reads the body of the only answer on a connection that the server closes after it. */
final class HttpBody {
    private HttpBody() {}

    static byte[] read(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString("ISO-8859-1").endsWith("\r\n\r\n")) {
            head.write(in.read());
        }
        String fields = head.toString("ISO-8859-1").toLowerCase(java.util.Locale.ROOT);
        int from = fields.indexOf("content-length:") + "content-length:".length();
        return in.readNBytes(
                Integer.parseInt(fields.substring(from, fields.indexOf("\r\n", from)).strip()));
    }
}

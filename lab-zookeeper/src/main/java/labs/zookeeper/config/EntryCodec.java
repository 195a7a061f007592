package labs.zookeeper.config;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Entries as bytes: a header of lines, an empty line, the body. Text on purpose: {@code get
 * /current} in ZooKeeper's shell shows it. Reading is strict; whatever is odd is {@link
 * ConfigException.Malformed}.
 */
final class EntryCodec {
    /** A body up to here travels within the entry: one read fetches all. */
    static final int INLINE_LIMIT = 256 * 1024;

    /** Of a larger body, one znode holds so much; ZooKeeper refuses requests of 1 MB. */
    static final int CHUNK = 512 * 1024;

    private static final String MAGIC = "config 1";
    private static final List<String> FIELDS =
            List.of("version", "id", "when", "who", "comment", "length", "sha256", "chunks");

    private EntryCodec() {}

    /** The entry that names this body, holding it if it is small. */
    static Entry entry(Revision revision, byte[] body) {
        boolean inline = body.length <= INLINE_LIMIT;
        int chunks = inline ? 0 : (body.length + CHUNK - 1) / CHUNK;
        return new Entry(revision, body.length, sha256(body), chunks, inline ? body : new byte[0]);
    }

    static byte[] encode(Entry entry) {
        Revision revision = entry.revision();
        List<Object> values =
                List.of(
                        revision.version(),
                        revision.id(),
                        revision.when(),
                        escape(revision.who()),
                        escape(revision.comment()),
                        entry.length(),
                        entry.sha256(),
                        entry.chunks());
        var header = new StringBuilder(MAGIC).append('\n');
        for (int i = 0; i < FIELDS.size(); i++) {
            header.append(FIELDS.get(i)).append(' ').append(values.get(i)).append('\n');
        }
        var bytes = new ByteArrayOutputStream();
        bytes.writeBytes(header.append('\n').toString().getBytes(StandardCharsets.UTF_8));
        bytes.writeBytes(entry.body());
        return bytes.toByteArray();
    }

    static Entry decode(byte[] bytes) {
        int end = endOfHeader(bytes);
        List<String> lines = text(bytes, 0, end).lines().toList();
        if (lines.size() != FIELDS.size() + 1 || !lines.get(0).equals(MAGIC)) {
            throw new ConfigException.Malformed("it does not begin as a snapshot of ours does");
        }
        try {
            var revision =
                    new Revision(
                            Long.parseLong(field(lines, 0)),
                            field(lines, 1),
                            Instant.parse(field(lines, 2)),
                            unescape(field(lines, 3)),
                            unescape(field(lines, 4)));
            byte[] body = Arrays.copyOfRange(bytes, end + 2, bytes.length);
            var entry =
                    new Entry(
                            revision,
                            Integer.parseInt(field(lines, 5)),
                            field(lines, 6),
                            Integer.parseInt(field(lines, 7)),
                            body);
            if (entry.isInline()) {
                check(entry, body);
            }
            return entry;
        } catch (NumberFormatException | DateTimeException e) {
            throw new ConfigException.Malformed("a field of its header is wrong: " + e);
        }
    }

    private static int endOfHeader(byte[] bytes) {
        for (int i = 0; i + 1 < bytes.length; i++) {
            if (bytes[i] == '\n' && bytes[i + 1] == '\n') {
                return i;
            }
        }
        throw new ConfigException.Malformed("its header has no end");
    }

    private static String field(List<String> lines, int index) {
        String line = lines.get(index + 1);
        String name = FIELDS.get(index) + " ";
        if (!line.startsWith(name)) {
            throw new ConfigException.Malformed("a line of its header is not " + name.strip());
        }
        return line.substring(name.length());
    }

    /** The snapshot, when this body is the one that the entry names. */
    static Snapshot snapshot(Entry entry, byte[] body) {
        check(entry, body);
        return new Snapshot(entry.revision(), values(body));
    }

    private static void check(Entry entry, byte[] body) {
        if (body.length != entry.length() || !sha256(body).equals(entry.sha256())) {
            throw new ConfigException.Malformed(
                    "the body of version " + entry.version() + " is damaged or cut short");
        }
    }

    /** One line for each key, in their order: equal values are equal bytes. */
    static byte[] body(Map<String, String> values) {
        var text = new StringBuilder();
        new TreeMap<>(values)
                .forEach(
                        (key, value) ->
                                text.append(key).append('=').append(escape(value)).append('\n'));
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static SortedMap<String, String> values(byte[] body) {
        var values = new TreeMap<String, String>();
        text(body, 0, body.length).lines().forEach(line -> readLine(line, values));
        return values;
    }

    private static void readLine(String line, Map<String, String> values) {
        int equals = line.indexOf('=');
        if (equals <= 0) {
            throw new ConfigException.Malformed("a line that is not key=value: " + line);
        }
        String key = line.substring(0, equals);
        if (values.put(key, unescape(line.substring(equals + 1))) != null) {
            throw new ConfigException.Malformed("the key " + key + " stands there twice");
        }
    }

    private static String text(byte[] bytes, int from, int to) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, from, to - from))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new ConfigException.Malformed("it is not UTF-8");
        }
    }

    private static String escape(String value) {
        return value.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r");
    }

    private static String unescape(String value) {
        if (value.indexOf('\\') < 0) {
            return value;
        }
        var text = new StringBuilder();
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '\\') {
                i++;
                text.append(unescaped(i < value.length() ? value.charAt(i) : ' '));
            } else {
                text.append(c);
            }
        }
        return text.toString();
    }

    private static char unescaped(char c) {
        return switch (c) {
            case '\\' -> '\\';
            case 'n' -> '\n';
            case 'r' -> '\r';
            default ->
                    throw new ConfigException.Malformed("an escape that we do not write: \\" + c);
        };
    }

    static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}

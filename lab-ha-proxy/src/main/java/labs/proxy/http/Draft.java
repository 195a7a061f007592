package labs.proxy.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A head as it will go out: one that came, less what was dropped, and what was added behind it. A
 * head that nobody changes costs nothing but copying its bytes. Not thread-safe.
 */
public final class Draft {
    private record Field(String name, String value) {}

    private final Head head;
    private String method; // null as long as it is the head's; so are the others
    private String target;
    private String status; // with its reason
    private boolean[] dropped; // null as long as nothing is
    private List<Field> added = List.of();

    Draft(Head head) {
        this.head = head;
    }

    /** As it came. */
    public Head head() {
        return head;
    }

    /** Of a request, as it will go out. */
    String method() {
        return method == null ? head.method() : method;
    }

    /** Likewise. */
    String target() {
        return target == null ? head.target() : target;
    }

    /** Of a response. */
    int status() {
        return status == null ? head.status() : Integer.parseInt(status.substring(0, 3));
    }

    void method(String other) {
        method = other;
    }

    void target(String other) {
        target = other;
    }

    /** Three digits, a blank and a reason. */
    void status(String other) {
        status = other;
    }

    /** The names of all fields, in order, each as often as it is there. */
    List<String> names() {
        var names = new ArrayList<String>();
        for (int i = 0; i < head.fields(); i++) {
            if (!isDropped(i)) {
                names.add(head.name(i));
            }
        }
        added.forEach(field -> names.add(field.name()));
        return names;
    }

    /** The values of all fields of this name, in order; the name is given in small letters. */
    List<String> values(String name) {
        List<String> values = List.of();
        for (int i = 0; i < head.fields(); i++) {
            if (head.isNamed(i, name) && !isDropped(i)) {
                values = with(values, head.value(i));
            }
        }
        for (Field field : added) {
            if (field.name().equalsIgnoreCase(name)) {
                values = with(values, field.value());
            }
        }
        return values;
    }

    private static List<String> with(List<String> values, String value) {
        List<String> more = values.isEmpty() ? new ArrayList<>(2) : values;
        more.add(value);
        return more;
    }

    private boolean isDropped(int field) {
        return dropped != null && dropped[field];
    }

    /** Leaves out all fields of this name, which is given in small letters. */
    void drop(String name) {
        for (int i = 0; i < head.fields(); i++) {
            if (head.isNamed(i, name)) {
                dropped = dropped == null ? new boolean[head.fields()] : dropped;
                dropped[i] = true;
            }
        }
        if (!added.isEmpty()) {
            added.removeIf(field -> field.name().equalsIgnoreCase(name));
        }
    }

    /**
     * Adds a field behind all others.
     *
     * @throws IllegalArgumentException if the value would begin another line
     */
    void add(String name, String value) {
        if (value.indexOf('\n') >= 0 || value.indexOf('\r') >= 0) {
            throw new IllegalArgumentException("a line's end in the value of " + name);
        }
        added = added.isEmpty() ? new ArrayList<>(4) : added;
        added.add(new Field(name, value));
    }

    /** Makes this the only field of its name. */
    void set(String name, String value) {
        drop(name.toLowerCase(Locale.ROOT));
        add(name, value);
    }

    /** Writes it, with the empty line behind it. */
    void writeTo(ByteBuf out) {
        if (method == null && target == null && status == null) {
            head.writeStartLine(out);
        } else {
            String version = "HTTP/1." + (head.isVersion11() ? '1' : '0');
            String line =
                    status == null
                            ? method() + " " + target() + " " + version
                            : version + " " + status;
            out.writeCharSequence(line, ISO_8859_1);
            out.writeShort(Head.CRLF);
        }
        for (int i = 0; i < head.fields(); i++) {
            if (!isDropped(i)) {
                head.writeField(i, out);
            }
        }
        for (Field field : added) {
            out.writeCharSequence(field.name(), ISO_8859_1);
            out.writeShort(':' << 8 | ' ');
            out.writeCharSequence(field.value(), ISO_8859_1);
            out.writeShort(Head.CRLF);
        }
        out.writeShort(Head.CRLF);
    }

    /** About how many bytes it will be. */
    int size() {
        return head.length() + 128 * added.size() + 64;
    }
}

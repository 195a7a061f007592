package labs.proxy.http;

import java.util.Arrays;

/**
 * Reads a head, by RFC 9112 to the letter. A proxy that is generous here, and a server that is
 * generous in another way, see two different requests in the same bytes: that is how requests are
 * smuggled. So all of these are refused:
 *
 * <ul>
 *   <li>a line that ends in LF without CR, and CR, NUL or another control character anywhere else
 *       (a tab may stand in values);
 *   <li>a field that goes on in the next line (obs-fold): a line that begins with a blank;
 *   <li>blanks before the colon, an empty name, a name with anything but token characters;
 *   <li>a request line that is not {@code method SP target SP HTTP/digit.digit}; blanks, control
 *       characters, {@code #} and bytes above 126 in the target;
 *   <li>a target that is neither a path, nor {@code *} of OPTIONS, nor a whole URI of the host that
 *       Host names: rules that look at the path, and at Host, would see another request than the
 *       server;
 *   <li>a request with two Host fields, or of HTTP/1.1 with none: it could be for anybody;
 *   <li>more than {@link #MAX_FIELDS} fields.
 * </ul>
 */
final class HeadParser {
    static final int MAX_FIELDS = 100;

    private static final boolean[] TOKEN = table("!#$%&'*+-.^_`|~0123456789", true);
    private static final boolean[] TARGET = targets();
    private static final boolean[] VALUE = values();

    private static final String VERSION = "HTTP/"; // and a digit, a dot, a digit

    private final byte[] bytes;
    private int[] marks = new int[6 + 4 * 12];
    private int used;
    private int at;

    private HeadParser(byte[] bytes) {
        this.bytes = bytes;
    }

    private static boolean[] table(String characters, boolean letters) {
        boolean[] table = new boolean[256];
        characters.chars().forEach(c -> table[c] = true);
        for (char c = 'a'; letters && c <= 'z'; c++) {
            table[c] = true;
            table[c - 'a' + 'A'] = true;
        }
        return table;
    }

    private static boolean[] range(int from, int to) {
        boolean[] table = new boolean[256];
        Arrays.fill(table, from, to + 1, true);
        return table;
    }

    private static boolean[] targets() {
        boolean[] table = range('!', '~');
        table['#'] = false; // what stands behind it is for browsers, and never sent
        return table;
    }

    private static boolean[] values() {
        boolean[] table = range(' ', '~');
        Arrays.fill(table, 128, 256, true);
        table['\t'] = true;
        return table;
    }

    /** Whether a name of a field, or a method, may have it. */
    static boolean isToken(byte b) {
        return TOKEN[b & 0xff];
    }

    /**
     * Reads the head of a request.
     *
     * @param bytes from the first line to the empty line, both included
     */
    static Head request(byte[] bytes) throws BadMessage {
        var parser = new HeadParser(bytes);
        parser.requestLine();
        Head head = parser.fields(true);
        String host = oneHost(head);
        if (bytes[parser.marks[2]] != '/') {
            otherForm(head, host);
        }
        return head;
    }

    /** Reads the head of a response, whose reason may be empty and hold anything a value may. */
    static Head response(byte[] bytes) throws BadMessage {
        var parser = new HeadParser(bytes);
        parser.statusLine();
        return parser.fields(false);
    }

    private void mark(int from, int to) {
        if (used == marks.length) {
            marks = Arrays.copyOf(marks, 2 * marks.length);
        }
        marks[used++] = from;
        marks[used++] = to;
    }

    // BEGIN SOLUTION
    private void requestLine() throws BadMessage {
        run(TOKEN, "method");
        expect(' ');
        run(TARGET, "target");
        expect(' ');
        version();
        expect('\r');
        expect('\n');
    }

    private void statusLine() throws BadMessage {
        version();
        expect(' ');
        int from = at;
        for (int i = 0; i < 3; i++, at++) {
            if (bytes[at] < '0' || bytes[at] > '9') {
                throw new BadMessage("a status that is not three digits");
            }
        }
        mark(from, at);
        from = at;
        while (VALUE[bytes[at] & 0xff]) {
            at++;
        }
        if (at > from && bytes[from] != ' ') {
            throw new BadMessage("a status of more than three digits");
        }
        mark(from, at);
        expect('\r');
        expect('\n');
    }

    private void version() throws BadMessage {
        int from = at;
        for (int i = 0; i < VERSION.length(); i++) {
            expect(VERSION.charAt(i));
        }
        digit();
        expect('.');
        digit();
        mark(from, at);
    }

    private void digit() throws BadMessage {
        if (bytes[at] < '0' || bytes[at] > '9') {
            throw new BadMessage("a version that is not HTTP/digit.digit");
        }
        at++;
    }

    private Head fields(boolean request) throws BadMessage {
        int count = 0;
        while (bytes[at] != '\r') {
            if (++count > MAX_FIELDS) {
                throw new BadMessage("more than " + MAX_FIELDS + " fields");
            }
            field();
        }
        expect('\r');
        expect('\n');
        return new Head(bytes, marks, count, request);
    }

    private void field() throws BadMessage {
        run(TOKEN, "field's name"); // a blank at the beginning, or before the colon, is none
        expect(':');
        while (bytes[at] == ' ' || bytes[at] == '\t') {
            at++;
        }
        int from = at;
        while (VALUE[bytes[at] & 0xff]) {
            at++;
        }
        int to = at;
        while (to > from && (bytes[to - 1] == ' ' || bytes[to - 1] == '\t')) {
            to--;
        }
        mark(from, to);
        expect('\r');
        expect('\n');
    }

    private static String oneHost(Head head) throws BadMessage {
        int hosts = 0;
        int host = -1;
        for (int i = 0; i < head.fields(); i++) {
            if (head.isNamed(i, "host")) {
                hosts++;
                host = i;
            }
        }
        if (hosts > 1 || (hosts == 0 && head.isVersion11())) {
            throw new BadMessage(hosts + " Host fields");
        }
        return host < 0 ? "" : head.value(host);
    }

    private static void otherForm(Head head, String host) throws BadMessage {
        String target = head.target();
        boolean whole = target.matches("[A-Za-z][A-Za-z0-9+.-]*://[^/?]+(/.*)?");
        boolean fits =
                switch (head.method()) {
                    case "CONNECT" -> true; // refused elsewhere, and in other words
                    case "OPTIONS" -> whole || target.equals("*");
                    default -> whole;
                };
        if (!fits || (whole && !host.isEmpty() && !Target.isOf(target, host))) {
            throw new BadMessage("'" + target + "' is no path, and nothing of '" + host + "'");
        }
    }

    private void run(boolean[] allowed, String what) throws BadMessage {
        int from = at;
        while (allowed[bytes[at] & 0xff]) {
            at++;
        }
        if (at == from) {
            throw new BadMessage("no " + what + " where one must begin");
        }
        mark(from, at);
    }

    // The last bytes are an empty line, so that a run ends before the array does.
    private void expect(char c) throws BadMessage {
        if (bytes[at] != c) {
            throw new BadMessage(
                    "byte %d is 0x%02x and not 0x%02x".formatted(at, bytes[at] & 0xff, (int) c));
        }
        at++;
    }
    // END SOLUTION
    // STUB: private void requestLine() throws BadMessage {
    // STUB:     throw new UnsupportedOperationException("TODO ha-proxy-4: README, part 4");
    // STUB: }
    // STUB: private void statusLine() throws BadMessage {
    // STUB:     throw new UnsupportedOperationException("TODO ha-proxy-4: README, part 4");
    // STUB: }
    // STUB: private Head fields(boolean request) throws BadMessage {
    // STUB:     throw new UnsupportedOperationException("TODO ha-proxy-4: README, part 4");
    // STUB: }
    // STUB: private static String oneHost(Head head) throws BadMessage {
    // STUB:     throw new UnsupportedOperationException("TODO ha-proxy-4: README, part 4");
    // STUB: }
    // STUB: private static void otherForm(Head head, String host) throws BadMessage {
    // STUB:     throw new UnsupportedOperationException("TODO ha-proxy-4: README, part 4");
    // STUB: }
}

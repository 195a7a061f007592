package labs.proxy.config;

/** What is wrong with one line: what was found, and what is supported. */
public record Problem(String file, int line, String message) {
    // A word of the file may hold a line's end, and a message must stay one line.
    private static String oneLine(String text) {
        var line = new StringBuilder();
        for (char c : text.toCharArray()) {
            switch (c) {
                case '\n' -> line.append("\\n");
                case '\r' -> line.append("\\r");
                case '\t' -> line.append("\\t");
                default -> line.append(c < ' ' || c == 127 ? "\\x%02x".formatted((int) c) : "" + c);
            }
        }
        return line.toString();
    }

    @Override
    public String toString() {
        return file + ":" + line + ": " + oneLine(message);
    }
}

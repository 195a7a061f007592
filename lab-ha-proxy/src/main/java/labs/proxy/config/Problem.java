package labs.proxy.config;

/** What is wrong with one line: what was found, and what is supported. */
public record Problem(String file, int line, String message) {
    @Override
    public String toString() {
        return file + ":" + line + ": " + message;
    }
}

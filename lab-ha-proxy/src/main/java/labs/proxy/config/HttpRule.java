package labs.proxy.config;

/** {@code http-request}: what is done with a request, in the order of the file. */
public sealed interface HttpRule {
    /** When it applies. */
    Condition condition();

    /** Replaces a header; the value may hold {@code %[src]}, {@code %[method]}, {@code %[path]}. */
    record SetHeader(String name, String value, Condition condition) implements HttpRule {}

    /** Answers with this status, and goes no further. */
    record Deny(int status, Condition condition) implements HttpRule {}

    /** Sends the client elsewhere. */
    record Redirect(Kind kind, String to, int code, Condition condition) implements HttpRule {}

    /** What {@code to} of a redirect is. */
    enum Kind {
        LOCATION,
        PREFIX,
        SCHEME
    }
}

package labs.proxy.config;

import java.util.List;
import java.util.Optional;

/**
 * {@code http-request}, {@code http-response} or {@code http-after-response}: what is done with a
 * request or an answer, in the order of the file.
 */
public sealed interface HttpRule {
    /** When it applies. */
    Condition condition();

    /** Replaces a header. */
    record SetHeader(String name, Format value, Condition condition) implements HttpRule {}

    /** Adds a header behind those that are there. */
    record AddHeader(String name, Format value, Condition condition) implements HttpRule {}

    /** Takes headers out. */
    record DeleteHeader(NameMatch names, Condition condition) implements HttpRule {}

    /** Which names are meant. */
    record NameMatch(String how, String name) {}

    /**
     * Changes what a pattern finds in the values of a header.
     *
     * @param each whether the parts of a list are looked at by themselves
     */
    record ReplaceHeader(String name, String pattern, Format by, boolean each, Condition condition)
            implements HttpRule {}

    /** A part of a request's first line. */
    enum Part {
        METHOD,
        PATH,
        PATH_AND_QUERY,
        QUERY,
        URI
    }

    /** Puts another in the place of a part of the first line. */
    record SetPart(Part part, Format value, Condition condition) implements HttpRule {}

    /** Changes what a pattern finds in a part of the first line. */
    record ReplacePart(Part part, String pattern, Format by, Condition condition)
            implements HttpRule {}

    /** Gives an answer another status. */
    record SetStatus(int status, Optional<String> reason, Condition condition)
            implements HttpRule {}

    /** Remembers something under a name; what an empty sample gives forgets it. */
    record SetVariable(
            String name, Optional<Sample> sample, Optional<Format> format, Condition condition)
            implements HttpRule {}

    /** What is answered. */
    record Reply(
            Optional<String> type, Optional<Format> body, boolean errorPage, List<Field> fields) {
        static final Reply USUAL = new Reply(Optional.empty(), Optional.empty(), true, List.of());
    }

    /** A header of an answer. */
    record Field(String name, Format value) {}

    /**
     * Answers with this status, and goes no further.
     *
     * @param late whether the client waits for it: {@code tarpit}
     */
    record Deny(int status, Reply reply, boolean late, Condition condition) implements HttpRule {}

    /** Answers, as a page would. */
    record Return(int status, Reply reply, Condition condition) implements HttpRule {}

    /** Asks for a name and a password. */
    record Auth(String realm, Condition condition) implements HttpRule {}

    /** Ends the connection without a word. */
    record Reject(Condition condition) implements HttpRule {}

    /** The rules behind it are not looked at. */
    record Allow(Condition condition) implements HttpRule {}

    /** Counts this request for a client, in a table. */
    record Track(int counter, Sample key, Optional<String> table, Condition condition)
            implements HttpRule {}

    /** Keeps something for the log and for {@code capture.req.hdr}. */
    record Capture(Sample sample, int slot, Condition condition) implements HttpRule {}

    /** Raises a client's general purpose counter. */
    record Increase(int counter, Condition condition) implements HttpRule {}

    /** A time that holds for this request only. */
    record SetTimeout(
            Timeouts.Kind kind,
            Optional<Integer> millis,
            Optional<Sample> sample,
            Condition condition)
            implements HttpRule {}

    /** Changes nothing that is seen. */
    record Nothing(Condition condition) implements HttpRule {}

    /** Sends the client elsewhere. */
    record Redirect(
            Kind kind,
            Format to,
            int code,
            boolean dropQuery,
            boolean appendSlash,
            Optional<String> cookie,
            Condition condition)
            implements HttpRule {}

    /** What {@code to} of a redirect is. */
    enum Kind {
        LOCATION,
        PREFIX,
        SCHEME
    }
}

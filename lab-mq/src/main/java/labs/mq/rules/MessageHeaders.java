package labs.mq.rules;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Optional;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/** The names of the headers that these rules use, and their values as text. */
public final class MessageHeaders {
    /** What the message is called, however often it is sent. */
    public static final String MESSAGE_ID = "message-id";

    /** How often it has been tried and has failed. */
    public static final String ATTEMPTS = "attempts";

    /** The time before which nobody should try it: milliseconds since 1970. */
    public static final String NOT_BEFORE = "not-before";

    /** Where it failed first. */
    public static final String ORIGIN_TOPIC = "origin-topic";

    public static final String ORIGIN_PARTITION = "origin-partition";
    public static final String ORIGIN_OFFSET = "origin-offset";

    /** Why it failed last. */
    public static final String CAUSE = "cause";

    private MessageHeaders() {}

    /** The last header of that name; none when it is missing or has no value. */
    public static Optional<String> text(Headers headers, String name) {
        return Optional.ofNullable(headers.lastHeader(name))
                .map(Header::value)
                .map(value -> new String(value, UTF_8));
    }

    /**
     * The same as a number.
     *
     * @throws PoisonMessageException when it is none
     */
    public static Optional<Long> number(Headers headers, String name) {
        return text(headers, name).map(text -> parse(name, text));
    }

    private static long parse(String name, String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new PoisonMessageException("the header " + name + " is no number: " + text, e);
        }
    }

    /** Replaces all headers of that name by one. */
    public static void put(Headers headers, String name, Object value) {
        headers.remove(name).add(name, value.toString().getBytes(UTF_8));
    }
}

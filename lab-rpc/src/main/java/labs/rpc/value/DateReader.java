package labs.rpc.value;

/**
 * How the text of a {@code dateTime.iso8601} becomes a value; give {@code ClientOptions} or {@code
 * ServerOptions} one of your own for peers that write dates as nobody else does. Thread-safe.
 */
@FunctionalInterface
public interface DateReader {
    /**
     * What real peers send: the specification's form, with or without hyphens, colons, seconds or a
     * time of day, with fractions of a second, and with a zone. It gives a LocalDateTime; one with
     * a zone ({@code Z}, {@code +0200}, {@code +02:00}) is converted to UTC, so that the instant is
     * kept. An empty text and the date zero ({@code 00000000T00:00:00}), by which some say that
     * there is no date, are null.
     */
    DateReader LENIENT = Dates::lenient;

    /** The form of the specification and its twin with hyphens, without a zone; no other. */
    DateReader STRICT = Dates::strict;

    /**
     * The value of this text, without blanks around it.
     *
     * @throws java.time.DateTimeException if it is no date
     */
    Object read(String text);
}

package labs.proxy.config;

import java.util.List;

/** A text with places to be filled, as in {@code log-format} and in the values of headers. */
public record Format(List<Part> parts) {
    /** A piece of it. */
    public sealed interface Part {}

    /** Stands for itself. */
    public record Text(String text) implements Part {}

    /** {@code %[sample]}. */
    public record Value(Sample sample, boolean quoted) implements Part {}

    /** {@code %ci} and its like: what the log knows of a request. */
    public record Variable(String name, boolean quoted) implements Part {}

    public Format {
        parts = List.copyOf(parts);
    }

    /** One that is the same for everybody. */
    public static Format of(String text) {
        return new Format(List.of(new Text(text)));
    }
}

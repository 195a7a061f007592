package labs.proxy.config;

import java.util.List;

/**
 * A sample expression, such as {@code req.hdr(host),lower}: what is fetched of a request, an answer
 * or a connection, and what is made of it, one converter behind the other.
 */
public record Sample(Call fetch, List<Call> converters) {
    /** A name and what stands in its brackets. */
    public record Call(String name, List<String> arguments) {
        public Call {
            arguments = List.copyOf(arguments);
        }

        /** An argument, or this if there is none, or an empty one. */
        public String argument(int index, String otherwise) {
            boolean given = index < arguments.size() && !arguments.get(index).isEmpty();
            return given ? arguments.get(index) : otherwise;
        }
    }

    public Sample {
        converters = List.copyOf(converters);
    }
}

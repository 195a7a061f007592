package labs.proxy.config;

import java.util.List;

/**
 * A test of a request or connection: true if any of the patterns fits.
 *
 * @param argument what stands in brackets, such as the header of {@code hdr(host)}; else empty
 */
public record Acl(
        String name,
        Criterion criterion,
        String argument,
        boolean ignoreCase,
        List<String> patterns) {
    /** What is looked at. */
    public enum Criterion {
        ALWAYS,
        NEVER,
        PATH,
        PATH_BEGINS,
        PATH_ENDS,
        PATH_MATCHES,
        HEADER,
        HEADER_BEGINS,
        HEADER_ENDS,
        METHOD,
        SOURCE,
        PORT,
        SNI;

        /** Whether it looks at a request, and not at its connection alone. */
        public boolean isOfRequests() {
            return switch (this) {
                case ALWAYS, NEVER, SOURCE, PORT, SNI -> false;
                default -> true;
            };
        }
    }

    public Acl {
        patterns = List.copyOf(patterns);
    }
}

package labs.proxy.config;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A test of a request, of a connection, or of how busy a backend is: true if any of the patterns
 * fits.
 *
 * @param argument what stands in brackets, such as the header of {@code hdr(host)}; else empty
 * @param patterns texts, where texts are compared
 * @param ranges where numbers are compared
 * @param test of SAMPLE, what is compared and how
 */
public record Acl(
        String name,
        Criterion criterion,
        String argument,
        boolean ignoreCase,
        List<String> patterns,
        List<Range> ranges,
        Optional<SampleTest> test) {
    /** One that looks at no sample. */
    public Acl(
            String name,
            Criterion criterion,
            String argument,
            boolean ignoreCase,
            List<String> patterns,
            List<Range> ranges) {
        this(name, criterion, argument, ignoreCase, patterns, ranges, Optional.empty());
    }

    /** Whether it looks at a request, and not at its connection alone. */
    public boolean isOfRequests() {
        return test.map(one -> Samples.isOfRequests(one.sample()))
                .orElseGet(criterion::isOfRequests);
    }

    /** What is looked at. */
    public enum Criterion {
        ALWAYS,
        NEVER,
        /** Anything else: see the test. */
        SAMPLE,
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
        SNI,
        /** How many wait in a backend. */
        QUEUE,
        /** How many are in a backend, those who wait too. */
        CONNECTIONS,
        /** How many servers of a backend may be used. */
        SERVERS;

        /** Whether it looks at a request, and not at its connection alone. */
        public boolean isOfRequests() {
            return switch (this) {
                case ALWAYS, NEVER, SOURCE, PORT, SNI, QUEUE, CONNECTIONS, SERVERS -> false;
                default -> true;
            };
        }

        /** Whether it looks at a backend, which its argument names. */
        public boolean isOfBackends() {
            return this == QUEUE || this == CONNECTIONS || this == SERVERS;
        }
    }

    public Acl {
        patterns = List.copyOf(patterns);
        ranges = List.copyOf(ranges);
    }

    /** As it is compared: in small letters where {@code -i} says so. */
    public String folded(String text) {
        return ignoreCase ? text.toLowerCase(Locale.ROOT) : text;
    }

    /** The patterns as regular expressions. */
    public List<Pattern> expressions() {
        int flags = ignoreCase ? Pattern.CASE_INSENSITIVE : 0;
        return patterns.stream().map(text -> Pattern.compile(text, flags)).toList();
    }
}

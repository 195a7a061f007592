package labs.proxy.config;

import java.util.List;
import java.util.stream.Stream;

/**
 * {@code if} or {@code unless}: true if in any of the lists all terms are.
 *
 * @param unless turns the whole round
 */
public record Condition(boolean unless, List<List<Term>> anyOf) {
    /** What holds where a line has no condition. */
    public static final Condition ALWAYS = new Condition(false, List.of(List.of()));

    /** True if any of these does, since lines of one name belong together; or none, if negated. */
    public record Term(boolean negated, List<Acl> acls) {
        public Term {
            acls = List.copyOf(acls);
        }
    }

    /** All the tests in it. */
    public Stream<Acl> acls() {
        return anyOf.stream().flatMap(List::stream).flatMap(term -> term.acls().stream());
    }

    public Condition {
        anyOf = anyOf.stream().map(List::copyOf).toList();
    }
}

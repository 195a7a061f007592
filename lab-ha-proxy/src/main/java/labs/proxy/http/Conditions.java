package labs.proxy.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import java.util.regex.Pattern;
import labs.proxy.backend.Peer;
import labs.proxy.backend.Upstream;
import labs.proxy.config.Acl;
import labs.proxy.config.Condition;

/** Makes a condition of the configuration into something that can be asked about a request. */
public final class Conditions {
    /**
     * A request as conditions see it.
     *
     * @param scope what is known beside it
     */
    record Seen(Draft request, Peer client, Scope scope) {
        Seen(Draft request, Peer client) {
            this(request, client, new Scope());
        }
    }

    private Conditions() {}

    /**
     * The same of a connection, and of the first bytes of it where somebody waited for them: the
     * configuration has seen to it that it asks for no request.
     */
    public static BiPredicate<Peer, String> ofBytes(
            Condition condition, Function<String, Upstream> backends, TcpInspection inspection) {
        Predicate<Seen> applies = of(condition, backends);
        return (peer, bytes) -> applies.test(inspection.seen(peer, bytes));
    }

    /**
     * True if in any of the condition's lists all terms are; {@code unless} turns this round. A
     * term is true if any of its tests is, or, negated, if none is.
     *
     * @param backends those of whom tests may ask how busy they are
     */
    static Predicate<Seen> of(Condition condition, Function<String, Upstream> backends) {
        // BEGIN SOLUTION
        if (condition == Condition.ALWAYS) {
            return seen -> true;
        }
        Predicate<Seen> any = seen -> false;
        for (List<Condition.Term> terms : condition.anyOf()) {
            Predicate<Seen> all = seen -> true;
            for (Condition.Term term : terms) {
                all = all.and(term(term, backends));
            }
            any = any.or(all);
        }
        return condition.unless() ? any.negate() : any;
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO ha-proxy-4: README, part 4");
    }

    /**
     * What a test looks at, beside its patterns: any value may fit any pattern. The path is what
     * {@link Target#path} says. Each value of a header is looked at by itself, and one that holds a
     * list, apart at commas, for each of its parts. A backend is asked anew each time.
     */
    static Predicate<Seen> of(Acl acl, Function<String, Upstream> backends) {
        if (acl.test().isPresent()) {
            return SampleMatcher.of(acl, acl.test().get(), backends);
        }
        // BEGIN SOLUTION
        return switch (acl.criterion()) {
            case ALWAYS -> seen -> true;
            case NEVER, SAMPLE -> seen -> false;
            case PATH -> path(acl, String::equals);
            case PATH_BEGINS -> path(acl, String::startsWith);
            case PATH_ENDS -> path(acl, String::endsWith);
            case PATH_MATCHES -> regex(acl);
            case HEADER -> header(acl, String::equals);
            case HEADER_BEGINS -> header(acl, String::startsWith);
            case HEADER_ENDS -> header(acl, String::endsWith);
            case METHOD -> texts(acl, String::equals, Conditions::method);
            case SNI -> texts(acl, String::equals, seen -> List.of(seen.client().sni()));
            case PORT -> port(acl);
            case SOURCE -> source(acl);
            case QUEUE -> measure(acl, backends, Upstream::waiting);
            case CONNECTIONS -> measure(acl, backends, Upstream::inside);
            case SERVERS -> measure(acl, backends, Upstream::usable);
        };
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO ha-proxy-4: README, part 4");
    }

    /**
     * Whether an address is in a network, such as 10.0.0.0/8 or 2001:db8::/32; one without a number
     * of bits is a single address. The configuration has seen to it that it is no name.
     */
    static Predicate<byte[]> network(String pattern) {
        // BEGIN SOLUTION
        String[] parts = pattern.split("/");
        byte[] wanted = address(parts[0]);
        int bits = parts.length == 1 ? 8 * wanted.length : Integer.parseInt(parts[1]);
        return address -> address.length == wanted.length && agree(address, wanted, bits);
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO ha-proxy-4: README, part 4");
    }

    // BEGIN SOLUTION
    private interface Values {
        List<String> of(Seen seen);
    }

    private static Predicate<Seen> term(Condition.Term term, Function<String, Upstream> backends) {
        Predicate<Seen> any = seen -> false;
        for (Acl acl : term.acls()) {
            any = any.or(of(acl, backends));
        }
        return term.negated() ? any.negate() : any;
    }

    private static List<String> method(Seen seen) {
        return List.of(seen.request().method());
    }

    private static Predicate<Seen> path(Acl acl, BiPredicate<String, String> fits) {
        return texts(acl, fits, seen -> List.of(Target.path(seen.request().target())));
    }

    private static Predicate<Seen> header(Acl acl, BiPredicate<String, String> fits) {
        String name = acl.argument().toLowerCase(Locale.ROOT);
        return texts(acl, fits, seen -> parts(seen.request().values(name)));
    }

    private static List<String> parts(List<String> values) {
        var parts = new ArrayList<String>();
        for (String value : values) {
            for (String part : QuotedList.split(value, ",")) {
                parts.add(part.strip());
            }
        }
        return parts;
    }

    private static Predicate<Seen> texts(Acl acl, BiPredicate<String, String> fits, Values values) {
        List<String> patterns = acl.patterns().stream().map(acl::folded).toList();
        return seen -> {
            for (String value : values.of(seen)) {
                String text = acl.folded(value);
                for (String pattern : patterns) {
                    if (fits.test(text, pattern)) {
                        return true;
                    }
                }
            }
            return false;
        };
    }

    private static Predicate<Seen> regex(Acl acl) {
        List<Pattern> patterns = acl.expressions();
        return seen -> {
            String path = Target.path(seen.request().target());
            return patterns.stream().anyMatch(pattern -> pattern.matcher(path).find());
        };
    }

    private static Predicate<Seen> port(Acl acl) {
        List<Integer> ports = acl.patterns().stream().map(Integer::valueOf).toList();
        return seen -> ports.contains(seen.client().destination().getPort());
    }

    private static Predicate<Seen> measure(
            Acl acl, Function<String, Upstream> backends, ToIntFunction<Upstream> measure) {
        Upstream backend = backends.apply(acl.argument());
        return seen -> {
            int now = measure.applyAsInt(backend);
            return acl.ranges().stream().anyMatch(range -> range.holds(now));
        };
    }

    private static Predicate<Seen> source(Acl acl) {
        List<Predicate<byte[]>> networks =
                acl.patterns().stream().map(Conditions::network).toList();
        return seen -> {
            byte[] address = seen.client().source().getAddress().getAddress();
            return networks.stream().anyMatch(network -> network.test(address));
        };
    }

    private static boolean agree(byte[] one, byte[] other, int bits) {
        for (int bit = 0; bit < bits; bit++) {
            int mask = 0x80 >> bit % 8;
            if ((one[bit / 8] & mask) != (other[bit / 8] & mask)) {
                return false;
            }
        }
        return true;
    }

    // The configuration has seen to it that this is no name: nothing is looked up.
    private static byte[] address(String text) {
        try {
            return InetAddress.getByName(text).getAddress();
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(text + " is no address", e);
        }
    }
    // END SOLUTION
    // STUB: // What else it needs goes here.
}

package labs.proxy.http;

import java.net.InetAddress;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import labs.proxy.backend.Upstream;
import labs.proxy.config.Acl;
import labs.proxy.config.SampleTest;
import labs.proxy.http.Conditions.Seen;

/** Compares what a sample gives with patterns. A sample may give several values: any may fit. */
final class SampleMatcher {
    private SampleMatcher() {}

    static Predicate<Seen> of(Acl acl, SampleTest test, Function<String, Upstream> backends) {
        Function<Seen, List<Object>> values = SampleValues.all(test.sample(), backends);
        Predicate<Object> fits = matcher(acl, test.how());
        return seen -> {
            for (Object value : values.apply(seen)) {
                if (fits.test(value)) {
                    return true;
                }
            }
            return false;
        };
    }

    private static Predicate<Object> matcher(Acl acl, SampleTest.How how) {
        return switch (how) {
            case FOUND -> value -> true;
            case BOOL -> truth(acl);
            case INT -> value -> holds(acl, SampleValues.number(value));
            case LEN -> value -> holds(acl, (long) SampleValues.text(value).length());
            case IP -> address(acl);
            case STR, BIN -> texts(acl, String::equals);
            case BEG -> texts(acl, String::startsWith);
            case END -> texts(acl, String::endsWith);
            case SUB -> texts(acl, String::contains);
            case DIR -> texts(acl, (text, part) -> between(text, part, "/?"));
            case DOM -> texts(acl, (text, part) -> between(text, part, "/?.:"));
            case REG -> regex(acl);
        };
    }

    private static Predicate<Object> truth(Acl acl) {
        boolean wanted =
                acl.patterns().isEmpty() || !acl.patterns().get(0).matches("0|false|no|off");
        return value -> SampleValues.truth(value) == wanted;
    }

    private static boolean holds(Acl acl, Long number) {
        return number != null && acl.ranges().stream().anyMatch(range -> range.holds(number));
    }

    private static Predicate<Object> address(Acl acl) {
        List<Predicate<byte[]>> networks =
                acl.patterns().stream().map(Conditions::network).toList();
        return value -> {
            InetAddress address = SampleValues.address(value);
            return address != null
                    && networks.stream().anyMatch(one -> one.test(address.getAddress()));
        };
    }

    private static Predicate<Object> texts(Acl acl, BiPredicate<String, String> fits) {
        List<String> patterns = acl.patterns().stream().map(acl::folded).toList();
        return value -> {
            String text = acl.folded(SampleValues.text(value));
            return patterns.stream().anyMatch(pattern -> fits.test(text, pattern));
        };
    }

    private static Predicate<Object> regex(Acl acl) {
        List<Pattern> expressions = acl.expressions();
        return value -> {
            String text = SampleValues.text(value);
            return expressions.stream().anyMatch(one -> one.matcher(text).find());
        };
    }

    // Whole parts between separators: "api" is in /v1/api/x, and not in /v1/apis.
    private static boolean between(String text, String part, String separators) {
        String wanted = trim(part, separators);
        for (int at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + 1)) {
            int end = at + wanted.length();
            boolean begins = at == 0 || separators.indexOf(text.charAt(at - 1)) >= 0;
            boolean ends = end == text.length() || separators.indexOf(text.charAt(end)) >= 0;
            if (begins && ends) {
                return true;
            }
        }
        return false;
    }

    private static String trim(String part, String separators) {
        int from = 0;
        int to = part.length();
        while (from < to && separators.indexOf(part.charAt(from)) >= 0) {
            from++;
        }
        while (to > from && separators.indexOf(part.charAt(to - 1)) >= 0) {
            to--;
        }
        return part.substring(from, to);
    }
}

package labs.proxy.config;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Reads what follows {@code http-request}. */
final class HttpRules {
    private static final int FORBIDDEN = 403;
    private static final int FOUND = 302;
    private static final Set<Integer> CODES = new TreeSet<>(Set.of(301, 302, 303, 307, 308));
    private static final Set<Integer> STATUSES =
            new TreeSet<>(
                    Set.of(
                            200, 400, 401, 403, 404, 405, 407, 408, 410, 413, 421, 422, 425, 429,
                            500, 501, 502, 503, 504));
    private static final Map<String, HttpRule.Kind> KINDS =
            new TreeMap<>(
                    Map.of(
                            "location", HttpRule.Kind.LOCATION,
                            "prefix", HttpRule.Kind.PREFIX,
                            "scheme", HttpRule.Kind.SCHEME));

    private HttpRules() {}

    static HttpRule read(Words words, Map<String, List<Acl>> acls) {
        if (words.take("set-header")) {
            return setHeader(words, acls);
        }
        if (words.take("deny")) {
            return deny(words, acls);
        }
        if (words.take("redirect")) {
            return redirect(words, acls);
        }
        throw Words.unsupported(
                "http-request", words.peek(), List.of("set-header", "deny", "redirect"));
    }

    private static HttpRule setHeader(Words words, Map<String, List<Acl>> acls) {
        String name = words.next("the header's name");
        String value = words.next("the header's value");
        if (value.chars().anyMatch(c -> c < ' ' && c != '\t')) {
            throw new LineException("header value with a control character: it would be two lines");
        }
        if (!value.matches("([^%]|%%|%\\[(src|method|path)])*")) {
            throw new LineException(
                    "header value '"
                            + value
                            + "' has a % that is not supported: %[src], %[method], %[path], %%");
        }
        return new HttpRule.SetHeader(name, value, Conditions.condition(words, acls));
    }

    private static HttpRule deny(Words words, Map<String, List<Acl>> acls) {
        int status = FORBIDDEN;
        if (words.take("deny_status")) {
            status = oneOf(words.nextInt("deny_status", 100, 599), STATUSES, "deny_status");
        }
        return new HttpRule.Deny(status, Conditions.condition(words, acls));
    }

    private static HttpRule redirect(Words words, Map<String, List<Acl>> acls) {
        HttpRule.Kind kind = words.nextOf(KINDS, "redirect");
        String to = words.next("where to redirect");
        if (to.contains("%")) {
            throw new LineException("redirect to '" + to + "': % is not supported here");
        }
        int code = FOUND;
        if (words.take("code")) {
            code = oneOf(words.nextInt("code", 100, 599), CODES, "code");
        }
        return new HttpRule.Redirect(kind, to, code, Conditions.condition(words, acls));
    }

    private static int oneOf(int code, Set<Integer> codes, String what) {
        if (!codes.contains(code)) {
            throw Words.unsupported(what, "" + code, codes.stream().map(String::valueOf).toList());
        }
        return code;
    }
}

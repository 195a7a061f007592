package labs.proxy.config;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import labs.proxy.config.Acl.Criterion;

/** Reads tests, and the conditions that are made of them. */
final class Conditions {
    private static final Map<String, Criterion> CRITERIA =
            new TreeMap<>(
                    Map.of(
                            "path", Criterion.PATH,
                            "path_beg", Criterion.PATH_BEGINS,
                            "path_end", Criterion.PATH_ENDS,
                            "path_reg", Criterion.PATH_MATCHES,
                            "method", Criterion.METHOD,
                            "src", Criterion.SOURCE,
                            "dst_port", Criterion.PORT,
                            "ssl_fc_sni", Criterion.SNI));
    private static final Map<String, Criterion> HEADERS =
            new TreeMap<>(
                    Map.of(
                            "hdr", Criterion.HEADER,
                            "hdr_beg", Criterion.HEADER_BEGINS,
                            "hdr_end", Criterion.HEADER_ENDS));
    private static final Map<String, Criterion> BACKENDS =
            new TreeMap<>(
                    Map.of(
                            "be_conn", Criterion.CONNECTIONS,
                            "nbsrv", Criterion.SERVERS,
                            "queue", Criterion.QUEUE));
    private static final Map<String, Criterion> PREDEFINED =
            Map.of("TRUE", Criterion.ALWAYS, "FALSE", Criterion.NEVER);
    private static final Map<String, String> PREDEFINED_SAMPLES =
            Map.ofEntries(
                    Map.entry("HTTP", "req.proto_http"),
                    Map.entry("HTTP_1.0", "req.ver 1.0"),
                    Map.entry("HTTP_1.1", "req.ver 1.1"),
                    Map.entry("HTTP_CONTENT", "req.hdr_val(content-length) gt 0"),
                    Map.entry("HTTP_URL_ABS", "url_reg ^[^/:]*://"),
                    Map.entry("HTTP_URL_SLASH", "url_beg /"),
                    Map.entry("HTTP_URL_STAR", "url *"),
                    Map.entry("LOCALHOST", "src 127.0.0.1/8 ::1"),
                    Map.entry("METH_CONNECT", "method CONNECT"),
                    Map.entry("METH_DELETE", "method DELETE"),
                    Map.entry("METH_GET", "method GET HEAD"),
                    Map.entry("METH_HEAD", "method HEAD"),
                    Map.entry("METH_OPTIONS", "method OPTIONS"),
                    Map.entry("METH_POST", "method POST"),
                    Map.entry("METH_PUT", "method PUT"),
                    Map.entry("METH_TRACE", "method TRACE"),
                    Map.entry("REQ_CONTENT", "req.len gt 0"),
                    Map.entry("WAIT_END", "wait_end"));

    private Conditions() {}

    /** {@code NAME CRITERION [-i] PATTERN…}: what follows {@code acl}. */
    static Acl acl(Words words) {
        String name = words.next("the acl's name");
        if (!name.matches("[A-Za-z0-9_.:-]+")) {
            throw new LineException("acl name '" + name + "' has more than letters, digits, _-.:");
        }
        var rest = new ArrayList<String>();
        String criterion = words.next("what the acl looks at");
        while (words.hasNext()) {
            rest.add(words.next("a pattern"));
        }
        return test(name, criterion, rest);
    }

    /** {@code if …}, {@code unless …}, or nothing, to the end of the line. */
    static Condition condition(Words words, Map<String, List<Acl>> named) {
        if (!words.hasNext()) {
            return Condition.ALWAYS;
        }
        boolean unless = words.take("unless");
        if (!unless && !words.take("if")) {
            throw new LineException("'" + words.peek() + "' where only if or unless may follow");
        }
        var anyOf = new ArrayList<List<Condition.Term>>();
        do {
            anyOf.add(allOf(words, named));
        } while (words.take("or") || words.take("||"));
        return new Condition(unless, anyOf);
    }

    private static List<Condition.Term> allOf(Words words, Map<String, List<Acl>> named) {
        var terms = new ArrayList<Condition.Term>();
        do {
            terms.add(term(words, named));
        } while (words.hasNext() && !words.peek().equals("or") && !words.peek().equals("||"));
        return terms;
    }

    private static Condition.Term term(Words words, Map<String, List<Acl>> named) {
        boolean negated = false;
        while (words.take("!")) {
            negated = !negated;
        }
        String word = words.next("an acl's name or {");
        while (word.startsWith("!")) {
            negated = !negated;
            word = word.substring(1);
        }
        List<Acl> acls = word.equals("{") ? List.of(anonymous(words)) : named(word, named);
        return new Condition.Term(negated, acls);
    }

    private static List<Acl> named(String name, Map<String, List<Acl>> named) {
        if (named.containsKey(name)) {
            return List.copyOf(named.get(name));
        }
        Criterion criterion = PREDEFINED.get(name);
        if (PREDEFINED_SAMPLES.containsKey(name)) {
            List<String> words = List.of(PREDEFINED_SAMPLES.get(name).split(" "));
            return List.of(test(name, words.get(0), words.subList(1, words.size())));
        }
        if (criterion == null) {
            throw new LineException(
                    "acl '" + name + "' is not known here: it must stand above, in this section");
        }
        return List.of(new Acl(name, criterion, "", false, List.of(), List.of()));
    }

    private static Acl anonymous(Words words) {
        String criterion = words.next("what the acl looks at");
        var rest = new ArrayList<String>();
        while (!words.take("}")) {
            rest.add(words.next("}"));
        }
        return test("", criterion, rest);
    }

    private static Acl test(String name, String word, List<String> rest) {
        if (!isPlain(word, rest)) {
            return SampleTests.read(name, word, rest);
        }
        boolean ignoreCase = !rest.isEmpty() && rest.get(0).equals("-i");
        List<String> patterns = rest.subList(ignoreCase ? 1 : 0, rest.size());
        if (patterns.isEmpty()) {
            throw new LineException("'" + word + "' without a pattern to compare with");
        }
        int open = word.indexOf('(');
        boolean brackets = open > 0 && word.endsWith(")") && open < word.length() - 2;
        String argument = brackets ? word.substring(open + 1, word.length() - 1) : "";
        Criterion criterion = criterion(word, brackets ? word.substring(0, open) : "");
        if (criterion.isOfBackends()) {
            if (ignoreCase) {
                throw new LineException("'" + word + "' compares numbers: they have no case (-i)");
            }
            return new Acl(name, criterion, argument, false, List.of(), Range.read(patterns));
        }
        patterns.forEach(pattern -> check(criterion, pattern));
        return new Acl(name, criterion, argument, ignoreCase, patterns, List.of());
    }

    // What has a criterion of its own: no converters, no flags but -i.
    private static boolean isPlain(String word, List<String> rest) {
        int open = word.indexOf('(');
        String before = open > 0 ? word.substring(0, open) : word;
        boolean known =
                word.endsWith(")") && open > 0
                        ? (HEADERS.containsKey(before) || BACKENDS.containsKey(before))
                                && word.matches("[^,]*")
                        : CRITERIA.containsKey(word);
        List<String> patterns =
                rest.isEmpty() ? rest : rest.subList(rest.get(0).equals("-i") ? 1 : 0, rest.size());
        boolean flags = !patterns.isEmpty() && patterns.get(0).matches("-[a-zA-Z-]");
        boolean looksRight = known && !patterns.isEmpty() && !flags;
        return looksRight
                || (known && BACKENDS.containsKey(before))
                || (known && patterns.isEmpty());
    }

    private static Criterion criterion(String word, String beforeBrackets) {
        Criterion criterion =
                beforeBrackets.isEmpty()
                        ? CRITERIA.get(word)
                        : HEADERS.getOrDefault(beforeBrackets, BACKENDS.get(beforeBrackets));
        if (criterion == null) {
            var supported = new ArrayList<>(CRITERIA.keySet());
            HEADERS.keySet().forEach(header -> supported.add(header + "(NAME)"));
            BACKENDS.keySet().forEach(measure -> supported.add(measure + "(BACKEND)"));
            throw Words.unsupported("test", word, supported);
        }
        return criterion;
    }

    private static void check(Criterion criterion, String pattern) {
        if (pattern.startsWith("-")) {
            throw new LineException("flag '" + pattern + "' is not supported; supported: -i");
        }
        switch (criterion) {
            case PORT -> Values.number(pattern, "port", 1, 65535);
            case PATH_MATCHES -> regex(pattern);
            case SOURCE -> network(pattern);
            default -> {}
        }
    }

    private static void regex(String pattern) {
        try {
            Pattern.compile(pattern);
        } catch (PatternSyntaxException e) {
            throw new LineException("'" + pattern + "' is no pattern: " + e.getDescription());
        }
    }

    static void network(String pattern) {
        int slash = pattern.indexOf('/');
        String address = slash < 0 ? pattern : pattern.substring(0, slash);
        int bits = 8 * literal(address).getAddress().length;
        if (slash >= 0) {
            Values.number(pattern.substring(slash + 1), "the length of a prefix", 0, bits);
        }
    }

    // Only what looks like an address goes in: a name would be looked up.
    private static InetAddress literal(String address) {
        try {
            if (address.matches("[0-9a-fA-F:]*:[0-9a-fA-F:.]*|\\d+(\\.\\d+){3}")) {
                return InetAddress.getByName(address);
            }
        } catch (UnknownHostException e) {
            // Falls through: it is no address either way.
        }
        throw new LineException("'" + address + "' is not an IP address");
    }
}

package labs.proxy.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Reads what follows {@code http-request}, {@code http-response} and {@code http-after-response}.
 */
final class HttpRules {
    /** Which of the three. */
    enum Side {
        REQUEST("http-request"),
        RESPONSE("http-response"),
        AFTER("http-after-response");

        private final String keyword;

        Side(String keyword) {
            this.keyword = keyword;
        }
    }

    private interface Action {
        HttpRule read(HttpRules rule);
    }

    private record Entry(Set<Side> sides, Action action) {}

    private static final int FORBIDDEN = 403;
    private static final int INTERNAL_ERROR = 500;
    private static final int BAD_GATEWAY = 502;
    private static final int FOUND = 302;
    private static final Set<Integer> CODES = new TreeSet<>(Set.of(301, 302, 303, 307, 308));
    private static final Map<String, HttpRule.Kind> KINDS =
            new TreeMap<>(
                    Map.of(
                            "location", HttpRule.Kind.LOCATION,
                            "prefix", HttpRule.Kind.PREFIX,
                            "scheme", HttpRule.Kind.SCHEME));
    private static final Map<String, Timeouts.Kind> TIMEOUTS =
            new TreeMap<>(Map.of("server", Timeouts.Kind.SERVER, "tunnel", Timeouts.Kind.TUNNEL));
    private static final Set<Side> ALL = Set.of(Side.values());
    private static final Set<Side> REQUEST = Set.of(Side.REQUEST);
    private static final Set<Side> EARLY = Set.of(Side.REQUEST, Side.RESPONSE);
    private static final Map<String, Entry> ACTIONS = new TreeMap<>();

    static {
        put("set-header", ALL, HttpRules::setHeader);
        put("add-header", ALL, HttpRules::addHeader);
        put("del-header", ALL, HttpRules::deleteHeader);
        put("replace-header", ALL, rule -> rule.replaceHeader(false));
        put("replace-value", ALL, rule -> rule.replaceHeader(true));
        put("set-method", REQUEST, rule -> rule.setPart(HttpRule.Part.METHOD));
        put("set-path", REQUEST, rule -> rule.setPart(HttpRule.Part.PATH));
        put("set-pathq", REQUEST, rule -> rule.setPart(HttpRule.Part.PATH_AND_QUERY));
        put("set-query", REQUEST, rule -> rule.setPart(HttpRule.Part.QUERY));
        put("set-uri", REQUEST, rule -> rule.setPart(HttpRule.Part.URI));
        put("replace-path", REQUEST, rule -> rule.replacePart(HttpRule.Part.PATH));
        put("replace-pathq", REQUEST, rule -> rule.replacePart(HttpRule.Part.PATH_AND_QUERY));
        put("replace-uri", REQUEST, rule -> rule.replacePart(HttpRule.Part.URI));
        put("set-status", Set.of(Side.RESPONSE, Side.AFTER), HttpRules::setStatus);
        put("deny", EARLY, HttpRules::deny);
        put("tarpit", REQUEST, HttpRules::tarpit);
        put("return", EARLY, HttpRules::returns);
        put("redirect", EARLY, rule -> rule.redirect(true));
        put("auth", REQUEST, HttpRules::auth);
        put("reject", REQUEST, rule -> new HttpRule.Reject(rule.condition()));
        put("silent-drop", EARLY, rule -> new HttpRule.Reject(rule.condition()));
        put("allow", ALL, rule -> new HttpRule.Allow(rule.condition()));
        put("capture", EARLY, HttpRules::capture);
        put("set-timeout", REQUEST, HttpRules::setTimeout);
        for (String quiet : List.of("set-log-level", "set-nice", "set-tos", "set-mark")) {
            put(quiet, ALL, rule -> rule.nothing(true));
        }
        for (String quiet : List.of("strict-mode", "wait-for-handshake", "disable-l7-retry")) {
            put(quiet, ALL, rule -> rule.nothing(quiet.startsWith("strict")));
        }
    }

    private final Side side;
    private final Words words;
    private final Section section;

    private HttpRules(Side side, Words words, Section section) {
        this.side = side;
        this.words = words;
        this.section = section;
    }

    private static void put(String name, Set<Side> sides, Action action) {
        ACTIONS.put(name, new Entry(sides, action));
    }

    static HttpRule read(Side side, Words words, Section section) {
        return new HttpRules(side, words, section).rule();
    }

    /** {@code redirect} without the word before it, as it was written in old files. */
    static HttpRule oldRedirect(Words words, Section section) {
        return new HttpRules(Side.REQUEST, words, section).redirect(false);
    }

    private HttpRule rule() {
        String name = words.next("an action");
        if (name.startsWith("set-var(") || name.startsWith("set-var-fmt(")) {
            return setVariable(name);
        }
        if (name.startsWith("unset-var(")) {
            return new HttpRule.SetVariable(
                    inBrackets(name), Optional.empty(), Optional.empty(), condition());
        }
        if (name.matches("(track-sc|sc-inc-gpc|sc-set-gpt).*")) {
            return counting(name);
        }
        Entry entry = ACTIONS.get(name);
        if (entry == null || !entry.sides().contains(side)) {
            var supported = new ArrayList<>(List.of("set-var(NAME)", "unset-var(NAME)"));
            ACTIONS.forEach(
                    (action, one) -> {
                        if (one.sides().contains(side)) {
                            supported.add(action);
                        }
                    });
            throw Words.unsupported(side.keyword, name, supported);
        }
        return entry.action().read(this);
    }

    private Condition condition() {
        return Conditions.condition(words, section.acls);
    }

    private static String inBrackets(String word) {
        int open = word.indexOf('(');
        if (!word.endsWith(")") || open + 2 >= word.length()) {
            throw new LineException("'" + word + "' has no name in its brackets");
        }
        return word.substring(open + 1, word.length() - 1).split(",")[0];
    }

    private HttpRule setVariable(String word) {
        String name = inBrackets(word);
        if (word.startsWith("set-var-fmt(")) {
            Format format = Formats.read(words.next("the value"));
            return new HttpRule.SetVariable(
                    name, Optional.empty(), Optional.of(format), condition());
        }
        Sample sample = Samples.read(words.next("the value"));
        return new HttpRule.SetVariable(name, Optional.of(sample), Optional.empty(), condition());
    }

    private HttpRule counting(String name) {
        if (name.startsWith("sc-set-gpt")) {
            words.next("the value");
            return new HttpRule.Nothing(condition());
        }
        if (name.startsWith("sc-inc-gpc")) {
            return new HttpRule.Increase(
                    Values.number(inBrackets(name), "counter", 0, 2), condition());
        }
        int counter = Values.number(name.substring("track-sc".length()), "counter", 0, 2);
        Sample key = Samples.read(words.next("what is counted"));
        Optional<String> table =
                words.take("table") ? Optional.of(words.next("the table")) : Optional.empty();
        table.ifPresent(one -> section.tables.add(one));
        return new HttpRule.Track(counter, key, table, condition());
    }

    private HttpRule setHeader() {
        String name = words.next("the header's name");
        Format value = Formats.ofLine(words.next("the header's value"));
        return new HttpRule.SetHeader(name, value, condition());
    }

    private HttpRule addHeader() {
        String name = words.next("the header's name");
        Format value = Formats.ofLine(words.next("the header's value"));
        return new HttpRule.AddHeader(name, value, condition());
    }

    private HttpRule deleteHeader() {
        String name = words.next("the header's name");
        String how = words.take("-m") ? words.next("how to compare") : "str";
        if (!Set.of("str", "beg", "end", "sub", "reg").contains(how)) {
            throw Words.unsupported("-m", how, List.of("str", "beg", "end", "sub", "reg"));
        }
        if (how.equals("reg")) {
            pattern(name);
        }
        return new HttpRule.DeleteHeader(new HttpRule.NameMatch(how, name), condition());
    }

    private HttpRule replaceHeader(boolean each) {
        String name = words.next("the header's name");
        String pattern = pattern(words.next("the pattern"));
        Format by = Formats.ofLine(words.next("what to put in its place"));
        return new HttpRule.ReplaceHeader(name, pattern, by, each, condition());
    }

    private static String pattern(String text) {
        try {
            return Pattern.compile(text).pattern();
        } catch (PatternSyntaxException e) {
            throw new LineException("'" + text + "' is no pattern: " + e.getDescription());
        }
    }

    private HttpRule setPart(HttpRule.Part part) {
        Format value = Formats.ofLine(words.next("the value"));
        return new HttpRule.SetPart(part, value, condition());
    }

    private HttpRule replacePart(HttpRule.Part part) {
        String pattern = pattern(words.next("the pattern"));
        Format by = Formats.ofLine(words.next("what to put in its place"));
        return new HttpRule.ReplacePart(part, pattern, by, condition());
    }

    private HttpRule setStatus() {
        int status = words.nextInt("the status", 100, 999);
        Optional<String> reason =
                words.take("reason") ? Optional.of(words.next("the reason")) : Optional.empty();
        return new HttpRule.SetStatus(status, reason, condition());
    }

    private HttpRule deny() {
        return deny(side == Side.RESPONSE ? BAD_GATEWAY : FORBIDDEN, false);
    }

    private HttpRule tarpit() {
        return deny(INTERNAL_ERROR, true);
    }

    private HttpRule deny(int usual, boolean late) {
        int status = usual;
        var reply = new ReplyWords(section, true);
        while (words.hasNext() && !atCondition()) {
            if (words.take("deny_status") || words.take("status")) {
                status = words.nextInt("the status", 200, 599);
            } else if (!reply.take(words)) {
                break; // no condition either, and told so
            }
        }
        return new HttpRule.Deny(status, reply.reply(status), late, condition());
    }

    private HttpRule returns() {
        int status = 200;
        var reply = new ReplyWords(section, false);
        while (words.hasNext() && !atCondition()) {
            if (words.take("status")) {
                status = words.nextInt("the status", 200, 599);
            } else if (!reply.take(words)) {
                break;
            }
        }
        return new HttpRule.Return(status, reply.reply(status), condition());
    }

    private boolean atCondition() {
        return words.peek().equals("if") || words.peek().equals("unless");
    }

    // In the old form a % stands for itself.
    private HttpRule redirect(boolean filled) {
        HttpRule.Kind kind = words.nextOf(KINDS, "redirect");
        String word = words.next("where to redirect");
        Format to = filled ? Formats.ofLine(word) : Format.of(word);
        int code = FOUND;
        boolean drop = false;
        boolean slash = false;
        Optional<String> cookie = Optional.empty();
        while (words.hasNext() && !atCondition()) {
            if (words.take("code")) {
                code = code(words.nextInt("code", 100, 599));
            } else if (words.take("drop-query")) {
                drop = true;
            } else if (words.take("append-slash")) {
                slash = true;
            } else if (words.take("set-cookie")) {
                cookie = Optional.of(words.next("the cookie") + "; path=/;");
            } else if (words.take("clear-cookie")) {
                cookie = Optional.of(words.next("the cookie") + "; path=/; Max-Age=0;");
            } else if (!words.take("ignore-empty")) {
                throw Words.unsupported(
                        "redirect option",
                        words.peek(),
                        List.of(
                                "code",
                                "drop-query",
                                "append-slash",
                                "set-cookie",
                                "clear-cookie"));
            }
        }
        return new HttpRule.Redirect(kind, to, code, drop, slash, cookie, condition());
    }

    private static int code(int code) {
        if (!CODES.contains(code)) {
            throw Words.unsupported(
                    "code", "" + code, CODES.stream().map(String::valueOf).toList());
        }
        return code;
    }

    private HttpRule auth() {
        String realm = words.take("realm") ? words.next("the realm") : section.name;
        return new HttpRule.Auth(realm, condition());
    }

    private HttpRule capture() {
        Sample sample = Samples.read(words.next("what to keep"));
        boolean length = words.take("len");
        if (!length && !words.take("id")) {
            throw Words.unsupported("capture", words.peek(), List.of("len", "id"));
        }
        int number = words.nextInt("a number", 0, 65535);
        int slot = length ? section.captures++ : number;
        return new HttpRule.Capture(sample, slot, condition());
    }

    private HttpRule setTimeout() {
        Timeouts.Kind kind = words.nextOf(TIMEOUTS, "set-timeout");
        String word = words.next("the time");
        if (word.matches("\\d+.*")) {
            int millis = (int) Values.time(word, "timeout").toMillis();
            return new HttpRule.SetTimeout(
                    kind, Optional.of(millis), Optional.empty(), condition());
        }
        return new HttpRule.SetTimeout(
                kind, Optional.empty(), Optional.of(Samples.read(word)), condition());
    }

    private HttpRule nothing(boolean argument) {
        if (argument) {
            words.next("a value");
        }
        return new HttpRule.Nothing(condition());
    }
}

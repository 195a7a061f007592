package labs.proxy.http;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import labs.proxy.backend.Upstream;
import labs.proxy.config.HttpRule;
import labs.proxy.http.Conditions.Seen;

/**
 * {@code http-request} and its sisters, in the order of the file; each rule sees what those before
 * it changed.
 */
final class HttpRules {
    /** What one rule does. */
    interface Action {
        /** An answer, if it gives one: then the rules behind it are not looked at. */
        Answer act(Seen seen);
    }

    private record Step(Predicate<Seen> applies, Action action) {}

    private final List<Step> steps = new ArrayList<>();
    private final Function<String, Upstream> backends;
    private final boolean ofResponses;

    HttpRules(List<HttpRule> rules, Function<String, Upstream> backends) {
        this(rules, backends, false);
    }

    HttpRules(List<HttpRule> rules, Function<String, Upstream> backends, boolean ofResponses) {
        this.backends = backends;
        this.ofResponses = ofResponses;
        for (HttpRule rule : rules) {
            steps.add(new Step(Conditions.of(rule.condition(), backends), action(rule)));
        }
    }

    boolean isEmpty() {
        return steps.isEmpty();
    }

    /**
     * Changes the message as the rules say.
     *
     * @return an answer, if a rule gives one: then the rules behind it are not looked at
     */
    Optional<Answer> apply(Seen seen) {
        for (Step step : steps) {
            if (step.applies().test(seen)) {
                Answer answer = step.action().act(seen);
                if (answer != null) {
                    return answer == Answer.NONE ? Optional.empty() : Optional.of(answer);
                }
            }
        }
        return Optional.empty();
    }

    private Action action(HttpRule rule) {
        if (rule instanceof HttpRule.Deny deny) {
            return new Replies(backends).deny(deny);
        }
        if (rule instanceof HttpRule.Return page) {
            return new Replies(backends).page(page);
        }
        if (rule instanceof HttpRule.Redirect redirect) {
            return new Redirects(redirect, backends)::answer;
        }
        if (rule instanceof HttpRule.Auth auth) {
            return seen -> Answer.unauthorized(auth.realm());
        }
        if (rule instanceof HttpRule.Reject) {
            return seen -> Answer.SILENCE;
        }
        if (rule instanceof HttpRule.Allow) {
            return seen -> Answer.NONE;
        }
        return quiet(change(rule));
    }

    private static Action quiet(Change change) {
        return seen -> {
            change.to(seen);
            return null;
        };
    }

    /** What a rule does that gives no answer. */
    private interface Change {
        void to(Seen seen);
    }

    private Change change(HttpRule rule) {
        if (rule instanceof HttpRule.SetHeader set) {
            Filler value = new Filler(set.value(), backends);
            return seen -> message(seen).set(set.name(), value.line(seen));
        }
        if (rule instanceof HttpRule.AddHeader add) {
            Filler value = new Filler(add.value(), backends);
            return seen -> message(seen).add(add.name(), value.line(seen));
        }
        if (rule instanceof HttpRule.DeleteHeader delete) {
            return delete(delete.names());
        }
        if (rule instanceof HttpRule.ReplaceHeader replace) {
            return replace(replace);
        }
        if (rule instanceof HttpRule.SetPart set) {
            Filler value = new Filler(set.value(), backends);
            return seen -> RequestParts.set(seen.request(), set.part(), value.line(seen));
        }
        if (rule instanceof HttpRule.ReplacePart replace) {
            return replacePart(replace);
        }
        if (rule instanceof HttpRule.SetStatus set) {
            String reason = set.reason().orElseGet(() -> Answer.reason(set.status()));
            return seen -> seen.scope().response.status(set.status() + " " + reason);
        }
        return counting(rule);
    }

    private Change counting(HttpRule rule) {
        if (rule instanceof HttpRule.SetVariable set) {
            return variable(set);
        }
        if (rule instanceof HttpRule.Capture capture) {
            Function<Seen, Object> sample = SampleValues.last(capture.sample(), backends);
            return seen -> {
                Object value = sample.apply(seen);
                seen.scope()
                        .capture(capture.slot(), value == null ? null : SampleValues.text(value));
            };
        }
        if (rule instanceof HttpRule.Track track) {
            Function<Seen, Object> key = SampleValues.last(track.key(), backends);
            return seen ->
                    Tracking.begin(seen, track.counter(), track.table(), key.apply(seen), true);
        }
        if (rule instanceof HttpRule.Increase increase) {
            return seen -> Tracking.increase(seen, increase.counter());
        }
        if (rule instanceof HttpRule.SetTimeout set) {
            return timeout(set);
        }
        return seen -> {};
    }

    private Draft message(Seen seen) {
        return ofResponses ? seen.scope().response : seen.request();
    }

    private Change delete(HttpRule.NameMatch names) {
        String name = names.name().toLowerCase(Locale.ROOT);
        if (names.how().equals("str")) {
            return seen -> message(seen).drop(name);
        }
        Pattern pattern = names.how().equals("reg") ? Pattern.compile(names.name()) : null;
        Predicate<String> fits =
                switch (names.how()) {
                    case "beg" -> one -> one.startsWith(name);
                    case "end" -> one -> one.endsWith(name);
                    case "sub" -> one -> one.contains(name);
                    default -> one -> pattern.matcher(one).find();
                };
        return seen -> {
            for (String one : message(seen).names()) {
                String small = one.toLowerCase(Locale.ROOT);
                if (fits.test(small)) {
                    message(seen).drop(small);
                }
            }
        };
    }

    private Change replace(HttpRule.ReplaceHeader replace) {
        Pattern pattern = Pattern.compile(replace.pattern());
        Filler by = new Filler(replace.by(), backends);
        String name = replace.name().toLowerCase(Locale.ROOT);
        return seen -> {
            Draft message = message(seen);
            List<String> before = message.values(name);
            if (before.isEmpty()) {
                return;
            }
            String filled = Converters.javaReplacement(by.line(seen));
            message.drop(name);
            for (String value : before) {
                var parts = new ArrayList<String>();
                for (String part : replace.each() ? QuotedList.split(value, ",") : List.of(value)) {
                    var matcher = pattern.matcher(part.strip());
                    parts.add(matcher.find() ? matcher.replaceAll(filled) : part.strip());
                }
                message.add(replace.name(), String.join(replace.each() ? "," : "", parts));
            }
        };
    }

    private Change replacePart(HttpRule.ReplacePart replace) {
        Pattern pattern = Pattern.compile(replace.pattern());
        Filler by = new Filler(replace.by(), backends);
        return seen -> {
            String before = RequestParts.get(seen.request(), replace.part());
            var matcher = pattern.matcher(before);
            if (matcher.find()) {
                String now = matcher.replaceFirst(Converters.javaReplacement(by.line(seen)));
                RequestParts.set(seen.request(), replace.part(), now);
            }
        };
    }

    private Change variable(HttpRule.SetVariable set) {
        if (set.format().isPresent()) {
            Filler value = new Filler(set.format().get(), backends);
            return seen -> seen.scope().variable(set.name(), value.fill(seen));
        }
        if (set.sample().isEmpty()) {
            return seen -> seen.scope().variable(set.name(), null);
        }
        Function<Seen, Object> value = SampleValues.last(set.sample().get(), backends);
        return seen -> {
            Object now = value.apply(seen);
            if (now != null) {
                seen.scope().variable(set.name(), now);
            }
        };
    }

    private Change timeout(HttpRule.SetTimeout set) {
        if (set.millis().isPresent()) {
            Duration time = Duration.ofMillis(set.millis().get());
            return seen -> seen.scope().setTimeout(set.kind(), time);
        }
        Function<Seen, Object> sample = SampleValues.last(set.sample().get(), backends);
        return seen -> {
            Object value = sample.apply(seen);
            Long millis = value == null ? null : SampleValues.number(value);
            if (millis != null && millis > 0) {
                seen.scope().setTimeout(set.kind(), Duration.ofMillis(millis));
            }
        };
    }
}

package labs.proxy.http;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import labs.proxy.backend.Upstream;
import labs.proxy.config.HttpRule;
import labs.proxy.http.Conditions.Seen;

/** {@code http-request}, in the order of the file; each rule sees what those before it changed. */
final class HttpRules {
    private record Step(HttpRule rule, Predicate<Seen> applies) {}

    private final List<Step> steps;

    HttpRules(List<HttpRule> rules, Function<String, Upstream> backends) {
        steps =
                rules.stream()
                        .map(rule -> new Step(rule, Conditions.of(rule.condition(), backends)))
                        .toList();
    }

    /**
     * Changes the request as the rules say.
     *
     * @return an answer, if a rule gives one: then the rules behind it are not looked at
     */
    Optional<Answer> apply(Seen seen) {
        for (Step step : steps) {
            if (step.applies().test(seen)) {
                Optional<Answer> answer = apply(step.rule(), seen);
                if (answer.isPresent()) {
                    return answer;
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<Answer> apply(HttpRule rule, Seen seen) {
        if (rule instanceof HttpRule.SetHeader set) {
            seen.request().set(set.name(), filled(set.value(), seen));
            return Optional.empty();
        }
        if (rule instanceof HttpRule.Redirect redirect) {
            return Optional.of(Answer.redirect(redirect.code(), location(redirect, seen)));
        }
        return Optional.of(Answer.error(((HttpRule.Deny) rule).status()));
    }

    private static String filled(String template, Seen seen) {
        if (template.indexOf('%') < 0) {
            return template;
        }
        Head head = seen.request().head();
        return template.replace("%[src]", seen.client().address())
                .replace("%[method]", head.method())
                .replace("%[path]", Target.path(head.target()))
                .replace("%%", "%");
    }

    private static String location(HttpRule.Redirect redirect, Seen seen) {
        String local = Target.local(seen.request().head().target());
        return switch (redirect.kind()) {
            case LOCATION -> redirect.to();
            case PREFIX -> redirect.to().equals("/") ? local : redirect.to() + local;
            case SCHEME -> redirect.to() + "://" + host(seen) + local;
        };
    }

    private static String host(Seen seen) {
        return seen.request().values("host").stream().findFirst().orElse("");
    }
}

package labs.proxy.http;

import java.util.function.Function;
import labs.proxy.backend.Upstream;
import labs.proxy.config.HttpRule;
import labs.proxy.http.Conditions.Seen;

/** {@code redirect}: where a client is sent. */
final class Redirects {
    private final HttpRule.Redirect rule;
    private final Filler to;

    Redirects(HttpRule.Redirect rule, Function<String, Upstream> backends) {
        this.rule = rule;
        this.to = new Filler(rule.to(), backends);
    }

    Answer answer(Seen seen) {
        Answer answer = Answer.redirect(rule.code(), location(seen));
        return rule.cookie().map(cookie -> answer.with("Set-Cookie", cookie)).orElse(answer);
    }

    private String location(Seen seen) {
        String target = to.line(seen);
        return switch (rule.kind()) {
            case LOCATION -> target;
            case PREFIX -> target.equals("/") ? local(seen) : target + local(seen);
            case SCHEME -> target + "://" + host(seen) + local(seen);
        };
    }

    private String local(Seen seen) {
        String local = Target.local(seen.request().target());
        int query = local.indexOf('?');
        if (rule.appendSlash()) {
            String path = query < 0 ? local : local.substring(0, query);
            String rest = query < 0 ? "" : local.substring(query);
            local = path.endsWith("/") ? local : path + "/" + rest;
            query = local.indexOf('?');
        }
        return rule.dropQuery() && query >= 0 ? local.substring(0, query) : local;
    }

    private static String host(Seen seen) {
        return seen.request().values("host").stream().findFirst().orElse("");
    }
}

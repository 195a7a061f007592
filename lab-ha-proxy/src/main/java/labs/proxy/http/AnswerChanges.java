package labs.proxy.http;

import java.util.List;
import java.util.Optional;
import labs.proxy.backend.Member;
import labs.proxy.config.HttpSettings;
import labs.proxy.http.Conditions.Seen;

/** What a server's answer is changed in before its client gets it. Confined to its event loop. */
final class AnswerChanges {
    private final Seen seen;
    private final HttpFrontend frontend;
    private final HttpBackend backend;
    private final Optional<String> sentCookie;
    private final Optional<String> cookieServer; // where the cookie leads, if it leads anywhere

    AnswerChanges(Seen seen, HttpFrontend frontend, HttpBackend backend) {
        this.seen = seen;
        this.frontend = frontend;
        this.backend = backend;
        this.sentCookie = backend.cookie().flatMap(cookie -> cookie.of(seen.request()));
        this.cookieServer = sentCookie.flatMap(backend.upstream()::byCookie);
    }

    Optional<String> cookieServer() {
        return cookieServer;
    }

    /**
     * Goes through {@code http-response}.
     *
     * @return an answer instead, if a rule gives one
     */
    Optional<Answer> ruled(Draft answer) {
        seen.scope().response = answer;
        if (seen.scope().log != null) {
            seen.scope().log.answered();
        }
        List<HttpSettings.Capture> captures = frontend.config().http().captures();
        if (!captures.isEmpty()) {
            seen.scope().captureAnswer(Captures.ofAnswer(answer, captures));
        }
        Optional<Answer> own = backend.settings().responses().apply(seen);
        return own.isPresent() ? own : frontend.settings().responses().apply(seen);
    }

    /** What the protocol wants, the cookie, and {@code http-after-response}. */
    void finish(Draft answer, Member member, boolean goesOn) {
        HopByHop.strip(answer, goesOn, seen.request().head().isVersion11());
        Framing.sayOnce(answer);
        Framing.dropWhereNone(answer);
        backend.cookie().ifPresent(cookie -> insert(cookie, answer, member));
        backend.settings().all().apply(seen);
        frontend.settings().all().apply(seen);
    }

    private void insert(ServerCookie cookie, Draft answer, Member member) {
        boolean led = cookieServer.isPresent() && cookieServer.get().equals(member.name());
        cookie.insert(answer, member.config().cookie(), sentCookie, led);
        if (seen.scope().log != null) {
            seen.scope().log.cookies =
                    (sentCookie.isEmpty() ? "N" : cookieServer.isPresent() ? "V" : "I")
                            + (led ? "N" : "I");
        }
    }

    /** A client whose requests go wrong is counted for it, where its requests are counted. */
    void count(int status) {
        for (int i = 0; i < 3 && status >= 400 && status < 500; i++) {
            Tracker.Entry tracked = seen.scope().tracked(i);
            if (tracked != null) {
                tracked.add("http_err", 1);
            }
        }
    }
}

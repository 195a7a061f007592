package labs.proxy.http;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import labs.proxy.backend.Upstream;
import labs.proxy.config.TcpRule;
import labs.proxy.http.Conditions.Seen;

/** {@code tcp-request}: which connections are taken, and what is remembered of them. */
public final class ConnectionRules {
    private record Step(TcpRule rule, Predicate<Seen> applies, Function<Seen, Object> sample) {}

    private final List<Step> steps = new ArrayList<>();

    ConnectionRules(List<TcpRule> rules, Function<String, Upstream> backends) {
        for (TcpRule rule : rules) {
            Function<Seen, Object> sample =
                    rule.sample().map(one -> SampleValues.last(one, backends)).orElse(seen -> null);
            steps.add(new Step(rule, Conditions.of(rule.condition(), backends), sample));
        }
    }

    boolean isEmpty() {
        return steps.isEmpty();
    }

    /** What rules say. */
    enum Verdict {
        ACCEPT,
        REJECT,
        /** No rule has decided. */
        NONE
    }

    /** Goes through the rules of one stage. */
    Verdict apply(TcpRule.Stage stage, Seen seen) {
        for (Step step : steps) {
            if (step.rule().stage() == stage && step.applies().test(seen)) {
                switch (step.rule().action()) {
                    case ACCEPT -> {
                        return Verdict.ACCEPT;
                    }
                    case REJECT -> {
                        return Verdict.REJECT;
                    }
                    case SET_VARIABLE ->
                            seen.scope()
                                    .variable(
                                            step.rule().variable().orElse(""),
                                            step.sample().apply(seen));
                    case TRACK ->
                            Tracking.begin(
                                    seen,
                                    step.rule().counter(),
                                    step.rule().table(),
                                    step.sample().apply(seen),
                                    stage == TcpRule.Stage.CONTENT && seen.request() != null);
                    case INCREASE -> Tracking.increase(seen, step.rule().counter());
                }
            }
        }
        return Verdict.NONE;
    }
}

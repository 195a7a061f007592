package labs.proxy.config;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a frontend or a backend in mode http says beside its rules for requests.
 *
 * @param responseRules {@code http-response}
 * @param afterRules {@code http-after-response}: of all answers, those of the proxy, too
 * @param closing which connections end behind an answer
 * @param errorPages whole answers, by their status; empty for an end without a word
 * @param monitorUri a request for it is answered by the proxy itself
 * @param monitorFails when that answer is 503
 * @param captures headers of requests that are kept for the log
 * @param reuse whether connections to servers may be used for several clients
 */
public record HttpSettings(
        List<HttpRule> responseRules,
        List<HttpRule> afterRules,
        Closing closing,
        Map<Integer, String> errorPages,
        Optional<String> monitorUri,
        List<Condition> monitorFails,
        List<Capture> captures,
        Reuse reuse,
        Optional<Forward> forward,
        Optional<Forward> original) {
    /** A header whose value is kept for the log. */
    public record Capture(boolean request, String header, int length) {}

    /** {@code option httpclose} and {@code option http-server-close}. */
    public enum Closing {
        NONE,
        SERVER,
        BOTH
    }

    /** {@code http-reuse}. */
    public enum Reuse {
        NEVER,
        SAFE,
        AGGRESSIVE,
        ALWAYS
    }

    /**
     * {@code option forwardfor} and {@code originalto}.
     *
     * @param except clients of this network are not told of
     * @param ifNone whether it is told only where nobody has told before
     */
    public record Forward(String header, Optional<String> except, boolean ifNone) {}

    public HttpSettings {
        responseRules = List.copyOf(responseRules);
        afterRules = List.copyOf(afterRules);
        errorPages = Map.copyOf(errorPages);
        monitorFails = List.copyOf(monitorFails);
        captures = List.copyOf(captures);
    }
}

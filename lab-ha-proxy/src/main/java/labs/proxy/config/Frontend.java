package labs.proxy.config;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Where clients come in.
 *
 * @param maxconn how many clients at a time; 0 for any number
 * @param useBackend in the order of the file: the first whose condition holds is taken
 * @param defaultBackend taken if none is; for {@code listen}, its own backend unless said
 * @param forwardFor the header that tells the client's address, if it is to be told
 */
public record Frontend(
        String name,
        int line,
        Mode mode,
        List<Bind> binds,
        int maxconn,
        List<HttpRule> httpRules,
        List<BackendRule> useBackend,
        Optional<String> defaultBackend,
        Optional<String> forwardFor,
        Optional<Stats> stats,
        Timeouts timeouts,
        HttpSettings http,
        List<TcpRule> tcpRules,
        Duration inspectDelay,
        LogSettings log,
        Optional<StickTable> table,
        Optional<Format> uniqueId,
        Optional<String> uniqueIdHeader) {
    public Frontend {
        binds = List.copyOf(binds);
        httpRules = List.copyOf(httpRules);
        useBackend = List.copyOf(useBackend);
        tcpRules = List.copyOf(tcpRules);
    }
}

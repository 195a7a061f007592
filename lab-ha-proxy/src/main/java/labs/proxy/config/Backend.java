package labs.proxy.config;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The servers to choose from.
 *
 * @param retries how often a connection is tried again
 * @param redispatch whether the last of these tries goes to another server
 * @param stickOnSource whether the table is asked and told by the client's address
 */
public record Backend(
        String name,
        int line,
        Mode mode,
        Balance balance,
        List<Server> servers,
        List<HttpRule> httpRules,
        int retries,
        boolean redispatch,
        Optional<HttpCheck> httpCheck,
        Optional<CookiePersistence> cookie,
        Optional<StickTable> stickTable,
        boolean stickOnSource,
        Optional<String> forwardFor,
        Optional<Stats> stats,
        Timeouts timeouts,
        HttpSettings http,
        Optional<Script> script,
        List<TcpRule> tcpRules,
        List<BackendRule> useServer,
        String hashArgument,
        Set<String> retryOn,
        boolean abortOnClose) {
    public Backend {
        servers = List.copyOf(servers);
        httpRules = List.copyOf(httpRules);
        tcpRules = List.copyOf(tcpRules);
        useServer = List.copyOf(useServer);
    }

    /** The same with other servers. */
    public Backend withServers(List<Server> others) {
        return new Backend(
                name,
                line,
                mode,
                balance,
                others,
                httpRules,
                retries,
                redispatch,
                httpCheck,
                cookie,
                stickTable,
                stickOnSource,
                forwardFor,
                stats,
                timeouts,
                http,
                script,
                tcpRules,
                useServer,
                hashArgument,
                retryOn,
                abortOnClose);
    }
}

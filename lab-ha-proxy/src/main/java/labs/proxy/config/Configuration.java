package labs.proxy.config;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A whole file, in its order. Every backend that is named is there.
 *
 * @param warnings what was read and has no effect
 */
public record Configuration(
        Global global, List<Frontend> frontends, List<Backend> backends, List<Problem> warnings) {
    public Configuration {
        frontends = List.copyOf(frontends);
        backends = List.copyOf(backends);
        warnings = List.copyOf(warnings);
    }

    /** What is wrong with the names of servers: those that have no address, a sentence each. */
    public List<String> unknownNames() {
        var unknown = new ArrayList<String>();
        for (Backend backend : backends) {
            for (Server server : backend.servers()) {
                String host = server.address().host();
                boolean name = !server.address().isUnix() && !host.equals("*");
                if (name && !server.mayBeUnknown() && !isKnown(host)) {
                    unknown.add(
                            "server '%s/%s': the name '%s' has no address (init-addr none bears that)"
                                    .formatted(backend.name(), server.name(), host));
                }
            }
        }
        return unknown;
    }

    private static boolean isKnown(String host) {
        try {
            return InetAddress.getByName(host) != null;
        } catch (UnknownHostException e) {
            return false;
        }
    }

    /** The same, in which a backend has these servers. */
    public Configuration withServers(String backend, List<Server> servers) {
        return new Configuration(
                global,
                frontends,
                backends.stream()
                        .map(one -> one.name().equals(backend) ? one.withServers(servers) : one)
                        .toList(),
                warnings);
    }

    public Optional<Backend> backend(String name) {
        return backends.stream().filter(backend -> backend.name().equals(name)).findFirst();
    }

    public Optional<Frontend> frontend(String name) {
        return frontends.stream().filter(frontend -> frontend.name().equals(name)).findFirst();
    }
}

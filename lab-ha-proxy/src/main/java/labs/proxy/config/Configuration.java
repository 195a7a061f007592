package labs.proxy.config;

import java.util.List;
import java.util.Optional;

/** A whole file, in its order. Every backend that is named is there. */
public record Configuration(Global global, List<Frontend> frontends, List<Backend> backends) {
    public Configuration {
        frontends = List.copyOf(frontends);
        backends = List.copyOf(backends);
    }

    public Optional<Backend> backend(String name) {
        return backends.stream().filter(backend -> backend.name().equals(name)).findFirst();
    }

    public Optional<Frontend> frontend(String name) {
        return frontends.stream().filter(frontend -> frontend.name().equals(name)).findFirst();
    }
}

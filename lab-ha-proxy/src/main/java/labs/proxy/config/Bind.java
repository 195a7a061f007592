package labs.proxy.config;

import java.util.List;
import java.util.Optional;

/**
 * {@code bind}: where a frontend listens.
 *
 * @param certificate the file behind {@code ssl crt}; empty where there is no TLS
 * @param alpn the protocols to offer, in order
 * @param acceptProxy whether connections begin with a PROXY header
 */
public record Bind(
        Address address, Optional<String> certificate, List<String> alpn, boolean acceptProxy) {
    public Bind {
        alpn = List.copyOf(alpn);
    }
}

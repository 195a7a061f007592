package labs.proxy.config;

import java.util.List;

/**
 * {@code bind}: where a frontend listens.
 *
 * @param address port 0 for any that is free, which only ours knows
 * @param certificates the files and directories behind {@code ssl crt}; none where there is no TLS
 * @param alpn the protocols to offer, in order
 * @param acceptProxy whether connections begin with a PROXY header
 */
public record Bind(
        Address address, List<String> certificates, List<String> alpn, boolean acceptProxy) {
    public Bind {
        certificates = List.copyOf(certificates);
        alpn = List.copyOf(alpn);
    }
}

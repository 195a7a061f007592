package labs.proxy.config;

/** {@code option httpchk}: the request that a healthy server answers with 2xx or 3xx. */
public record HttpCheck(String method, String uri, String version) {}

package labs.proxy.config;

/** {@code use_backend}, and where it stands. */
public record BackendRule(String backend, Condition condition, int line) {}

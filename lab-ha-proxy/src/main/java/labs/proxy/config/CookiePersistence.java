package labs.proxy.config;

/** {@code cookie NAME insert}: a client comes back to the server whose cookie it has. */
public record CookiePersistence(
        String name, boolean indirect, boolean nocache, boolean httponly, boolean secure) {}

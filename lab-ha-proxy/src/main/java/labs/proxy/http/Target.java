package labs.proxy.http;

/** Where a request goes: the second word of its first line. */
final class Target {
    private Target() {}

    /** What stands before {@code ?}, without the {@code http://host} of an absolute target. */
    static String path(String target) {
        String local = local(target);
        int query = local.indexOf('?');
        return query < 0 ? local : local.substring(0, query);
    }

    /** What stands behind {@code ?}; empty if there is none. */
    static String query(String target) {
        int query = target.indexOf('?');
        return query < 0 ? "" : target.substring(query + 1);
    }

    /** Path and query. */
    static String local(String target) {
        if (target.startsWith("/") || !target.contains("://")) {
            return target;
        }
        int slash = authorityEnds(target);
        return slash == target.length() ? "/" : target.substring(slash);
    }

    private static int authorityEnds(String target) {
        int slash = target.indexOf('/', target.indexOf("://") + 3);
        return slash < 0 ? target.length() : slash;
    }

    /** Whether an absolute target is of this host, as a Host field names it. */
    static boolean isOf(String target, String host) {
        String scheme = target.substring(0, target.indexOf("://"));
        String authority = target.substring(scheme.length() + 3, authorityEnds(target));
        return withPort(scheme, authority).equalsIgnoreCase(withPort(scheme, host));
    }

    private static String withPort(String scheme, String host) {
        boolean said = host.lastIndexOf(':') > host.lastIndexOf(']');
        return said ? host : host + (scheme.equalsIgnoreCase("https") ? ":443" : ":80");
    }
}

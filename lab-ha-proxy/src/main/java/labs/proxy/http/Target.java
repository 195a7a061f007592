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

    /** Path and query. */
    static String local(String target) {
        if (target.startsWith("/") || !target.contains("://")) {
            return target;
        }
        int slash = target.indexOf('/', target.indexOf("://") + 3);
        return slash < 0 ? "/" : target.substring(slash);
    }
}

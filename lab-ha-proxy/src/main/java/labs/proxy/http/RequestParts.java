package labs.proxy.http;

import labs.proxy.config.HttpRule;

/** The parts of a request's first line. What would make two of it is taken out. */
final class RequestParts {
    private RequestParts() {}

    static String get(Draft request, HttpRule.Part part) {
        String target = request.target();
        return switch (part) {
            case METHOD -> request.method();
            case PATH -> Target.path(target);
            case PATH_AND_QUERY -> Target.local(target);
            case QUERY -> Target.query(target);
            case URI -> target;
        };
    }

    static void set(Draft request, HttpRule.Part part, String value) {
        String clean = value.replaceAll("[\\x00-\\x20\\x7f]", "");
        String target = request.target();
        String local = Target.local(target);
        String origin = target.substring(0, target.length() - local.length());
        String query = local.indexOf('?') < 0 ? "" : local.substring(local.indexOf('?'));
        switch (part) {
            case METHOD -> request.method(clean);
            case PATH -> request.target(origin + clean + query);
            case PATH_AND_QUERY -> request.target(origin + clean);
            case QUERY ->
                    request.target(
                            origin + Target.path(target) + (clean.isEmpty() ? "" : "?" + clean));
            case URI -> request.target(clean);
        }
    }
}

package labs.proxy.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import labs.proxy.http.Conditions.Seen;

/** Who may pass: {@code userlist} and {@code stats auth}. */
final class Users {
    private Users() {}

    /** Whether a request names somebody of this list, with the right password. */
    static boolean mayPass(Seen seen, String list) {
        String said = seen.request() == null ? null : credentials(seen.request());
        HttpEngine engine = seen.scope().engine;
        if (said == null || engine == null || said.indexOf(':') < 0) {
            return false;
        }
        Map<String, String> passwords = engine.users().getOrDefault(list, Map.of());
        String password = passwords.get(said.substring(0, said.indexOf(':')));
        return password != null && same(password, said.substring(said.indexOf(':') + 1));
    }

    /** Whether a request names one of these. */
    static boolean mayPass(Draft request, Set<String> users) {
        String said = credentials(request);
        return said != null && users.stream().anyMatch(user -> same(user, said));
    }

    // Name and password of a request; null if it has none.
    private static String credentials(Draft request) {
        List<String> values = request.values("authorization");
        if (values.isEmpty() || !values.get(0).regionMatches(true, 0, "basic ", 0, 6)) {
            return null;
        }
        try {
            byte[] decoded = Base64.getDecoder().decode(values.get(0).substring(6).strip());
            return new String(decoded, UTF_8);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    // In a time that does not tell how much of it is right.
    private static boolean same(String one, String other) {
        return MessageDigest.isEqual(one.getBytes(UTF_8), other.getBytes(UTF_8));
    }
}

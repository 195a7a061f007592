package labs.proxy.config;

import java.util.List;
import java.util.Map;

/**
 * The section {@code global}.
 *
 * @param maxconn how many clients at a time; 0 for any number
 * @param statsSockets where commands are taken: paths, or {@code fd@} and a number
 * @param users the passwords of each list of users, by their names
 */
public record Global(
        int maxconn, List<Address> statsSockets, Map<String, Map<String, String>> users) {
    public Global {
        statsSockets = List.copyOf(statsSockets);
        users = Map.copyOf(users);
    }
}

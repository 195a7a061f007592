package labs.proxy.mysql;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import labs.proxy.mysql.protocol.SqlError;
import labs.proxy.mysql.sql.Kill;

/** The sessions of a balancer, by the numbers that clients know. Thread-safe. */
final class Sessions {
    private final Map<Integer, ClientSession> byNumber = new ConcurrentHashMap<>();

    void put(int number, ClientSession session) {
        byNumber.put(number, session);
    }

    void remove(int number, ClientSession session) {
        byNumber.remove(number, session);
    }

    /** Kills one, or what it does; says why not, if the user may not or there is none. */
    Optional<SqlError> kill(Kill kill, Account by) {
        ClientSession target = byNumber.get(kill.connection());
        if (target == null) {
            String id = Integer.toUnsignedString(kill.connection());
            return Optional.of(
                    new SqlError(SqlError.UNKNOWN_THREAD, "HY000", "Unknown thread id: " + id));
        }
        if (!target.account().user().equals(by.user())) {
            return Optional.of(
                    new SqlError(SqlError.NOT_OWNER, "HY000", "You are not owner of that thread"));
        }
        target.kill(kill.query());
        return Optional.empty();
    }
}

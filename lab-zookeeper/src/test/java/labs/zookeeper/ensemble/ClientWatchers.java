package labs.zookeeper.ensemble;

import java.lang.reflect.Field;
import java.util.Map;
import java.util.Set;
import org.apache.zookeeper.ZooKeeper;

/** Counts the watchers that a client keeps: the servers see one watch for all of one path. */
public final class ClientWatchers {
    private ClientWatchers() {}

    /** All that have not fired, on any path. */
    public static int count(ZooKeeper zooKeeper) throws ReflectiveOperationException {
        // The client does not show them.
        Object manager = field(ZooKeeper.class, "watchManager", zooKeeper);
        if (manager == null) {
            Object connection = field(ZooKeeper.class, "cnxn", zooKeeper);
            manager = field(connection.getClass(), "watchManager", connection);
        }
        int count = 0;
        for (Field each : manager.getClass().getDeclaredFields()) {
            if (Map.class.isAssignableFrom(each.getType())) {
                each.setAccessible(true);
                count += watchers((Map<?, ?>) each.get(manager));
            }
        }
        return count;
    }

    private static int watchers(Map<?, ?> byPath) {
        synchronized (byPath) {
            return byPath.values().stream().mapToInt(all -> ((Set<?>) all).size()).sum();
        }
    }

    private static Object field(Class<?> type, String name, Object of)
            throws ReflectiveOperationException {
        for (Field each : type.getDeclaredFields()) {
            if (each.getName().equals(name)) {
                each.setAccessible(true);
                return each.get(of);
            }
        }
        return null;
    }
}

package labs.proxy.mysql.session;

import java.util.ArrayList;
import java.util.List;

/**
 * The {@code SET}s that a session has done, in their order. Not thread-safe.
 *
 * <p>One that comes again has its place at the end, if it is constant, and if none that is not has
 * come since: that one may have read what it set, and counts as often as it came.
 */
final class Settings {
    private final List<Setting> settings = new ArrayList<>(); // oldest first
    private long version;

    /**
     * Keeps one.
     *
     * @param constant whether it says the same wherever and however often it is done
     */
    void keep(String sql, boolean constant) {
        // BEGIN SOLUTION
        for (int i = settings.size() - 1; constant && i >= 0 && settings.get(i).constant(); i--) {
            if (settings.get(i).sql().equals(sql)) {
                settings.remove(i);
            }
        }
        settings.add(new Setting(++version, sql, constant));
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO ha-proxy-9: README, part 9");
    }

    /** What a connection that has done all up to this version still has to do, in this order. */
    List<Setting> after(long done) {
        // BEGIN SOLUTION
        return done == version
                ? List.of()
                : settings.stream().filter(setting -> setting.version() > done).toList();
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO ha-proxy-9: README, part 9");
    }

    /** Of the last one. */
    long version() {
        return version;
    }

    int count() {
        return settings.size();
    }

    void clear() {
        settings.clear();
    }
}

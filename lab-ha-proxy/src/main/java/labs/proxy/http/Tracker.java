package labs.proxy.http;

import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import labs.proxy.config.StickTable;

/**
 * {@code stick-table … store} and {@code track-sc}: how often each client came. When it is full,
 * who has not come for the longest time is forgotten. Thread-safe.
 */
final class Tracker {
    private static final Pattern RATE = Pattern.compile("(\\w+_rate)\\((\\d+)(us|ms|s|m|h|d)?\\)");
    private static final Map<String, Long> MILLIS =
            Map.of("us", 0L, "ms", 1L, "s", 1000L, "m", 60_000L, "h", 3_600_000L, "d", 86_400_000L);

    private final StickTable settings;
    private final Map<String, Long> periods = new HashMap<>();
    private final Map<String, Entry> entries; // guarded by this

    Tracker(StickTable settings) {
        this.settings = settings;
        Matcher rates = RATE.matcher(settings.stored());
        while (rates.find()) {
            long unit = MILLIS.getOrDefault(rates.group(3) == null ? "ms" : rates.group(3), 1L);
            periods.put(rates.group(1), Long.parseLong(rates.group(2)) * unit);
        }
        entries =
                new LinkedHashMap<>(16, 0.75f, true) {
                    private static final long serialVersionUID = 1;

                    @Override
                    protected boolean removeEldestEntry(Map.Entry<String, Tracker.Entry> eldest) {
                        return size() > settings.size();
                    }
                };
    }

    StickTable settings() {
        return settings;
    }

    /** Of this key; a new one if it is not known, or has expired. */
    synchronized Entry of(String key) {
        Entry entry = entries.get(key);
        Duration expire = settings.expire();
        long now = System.nanoTime();
        if (entry == null || (!expire.isZero() && now - entry.used > expire.toNanos())) {
            entry = new Entry();
            entries.put(key, entry);
        }
        entry.used = now;
        return entry;
    }

    /** The same, if it is known; null if not. */
    synchronized Entry known(String key) {
        return entries.get(key);
    }

    /** What is counted for one key. */
    final class Entry {
        private final Map<String, Long> counts = new HashMap<>(); // guarded by this
        private final Map<String, Window> windows = new HashMap<>(); // guarded by this
        private long used; // guarded by the tracker

        /** One more, of all that is counted under this name. */
        synchronized void add(String what, int number) {
            counts.merge(what, (long) number, Long::sum);
            Long period = periods.get(what + "_rate");
            if (period != null) {
                windows.computeIfAbsent(what, any -> new Window(period)).add(number);
            }
        }

        synchronized void clear(String what) {
            counts.remove(what);
            windows.remove(what);
        }

        synchronized long count(String what) {
            return counts.getOrDefault(what, 0L);
        }

        synchronized long rate(String what) {
            Window window = windows.get(what);
            return window == null ? 0 : window.sum();
        }
    }

    /** So many in the last period: this one's, and of the one before as much as is still in it. */
    private static final class Window {
        private final long period;
        private long begun = now();
        private long current;
        private long before;

        Window(long period) {
            this.period = Math.max(1, period);
        }

        private static long now() {
            return System.nanoTime() / 1_000_000;
        }

        private void turn() {
            long passed = now() - begun;
            if (passed >= period) {
                before = passed < 2 * period ? current : 0;
                current = 0;
                begun += passed / period * period;
            }
        }

        void add(int number) {
            turn();
            current += number;
        }

        long sum() {
            turn();
            return current + before * (period - (now() - begun)) / period;
        }
    }
}

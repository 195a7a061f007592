package labs.kit.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/** A disk with a cache that a crash empties. Confined to the world's thread. */
final class SimulatedDisk implements Disk {
    private final Map<String, Object> synced = new TreeMap<>();
    private final List<Map.Entry<String, Object>> cache = new ArrayList<>();

    @Override
    public void write(String key, Object value) {
        cache.add(Map.entry(key, value));
    }

    @Override
    public Optional<Object> read(String key) {
        for (int i = cache.size() - 1; i >= 0; i--) {
            if (cache.get(i).getKey().equals(key)) {
                return Optional.of(cache.get(i).getValue());
            }
        }
        return Optional.ofNullable(synced.get(key));
    }

    @Override
    public void sync() {
        cache.forEach(write -> synced.put(write.getKey(), write.getValue()));
        cache.clear();
    }

    /** The power fails: of the cache a first part may have reached the platter. */
    void crash(RandomGenerator random) {
        int kept = cache.isEmpty() ? 0 : random.nextInt(cache.size() + 1);
        cache.subList(kept, cache.size()).clear();
        sync();
    }

    /** All that it holds, as a value. */
    Object state() {
        return List.of(new TreeMap<>(synced), List.copyOf(cache));
    }
}

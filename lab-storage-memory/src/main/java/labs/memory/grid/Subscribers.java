package labs.memory.grid;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** The clients that keep values near, and want to hear of changes. Confined to its node. */
final class Subscribers {
    private static final Duration FORGET_AFTER = Duration.ofSeconds(10);
    private static final int MOST = 1_000;
    private final GridMachine machine;
    private final Map<Integer, Duration> renewed = new HashMap<>();

    Subscribers(GridMachine machine) {
        this.machine = machine;
    }

    void add(int client) {
        renewed.values().removeIf(at -> machine.now().minus(at).compareTo(FORGET_AFTER) > 0);
        if (renewed.size() < MOST) {
            renewed.put(client, machine.now());
        }
    }

    void tell(GridMessage message) {
        renewed.keySet().forEach(client -> machine.send(client, message));
    }
}

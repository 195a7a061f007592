package labs.proxy.vrrp;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** An address that only a list knows of. Thread-safe. */
final class RecordingOwner implements AddressOwner {
    private final List<String> calls = new CopyOnWriteArrayList<>();
    private volatile boolean held;
    private volatile int kept;

    @Override
    public void take() {
        held = true;
        calls.add("take");
    }

    @Override
    public void keep() {
        kept++; // one thread calls
    }

    @Override
    public void release() {
        if (held) {
            held = false;
            calls.add("release");
        }
    }

    boolean held() {
        return held;
    }

    int kept() {
        return kept;
    }

    List<String> calls() {
        return List.copyOf(calls);
    }
}

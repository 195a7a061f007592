package labs.proxy.vrrp;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** An address that only a list knows of. Thread-safe. */
final class RecordingOwner implements AddressOwner {
    private final List<String> calls = new CopyOnWriteArrayList<>();
    private volatile boolean held;
    private final AtomicInteger kept = new AtomicInteger();

    @Override
    public void take() {
        held = true;
        calls.add("take");
    }

    @Override
    public void keep() {
        kept.incrementAndGet();
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
        return kept.get();
    }

    List<String> calls() {
        return List.copyOf(calls);
    }
}

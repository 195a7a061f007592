package labs.proxy.vrrp;

import java.util.Locale;

/** Takes nothing, and says so. */
final class PrintingOwner implements AddressOwner {
    private static final long START = System.nanoTime();

    private final String name;
    private boolean held;

    PrintingOwner(String name) {
        this.name = name;
    }

    /** A line with the time since the program began. */
    static synchronized void print(String text) {
        double seconds = (System.nanoTime() - START) / 1e9;
        System.out.println(String.format(Locale.ROOT, "%6.2f s  %s", seconds, text));
    }

    @Override
    public void take() {
        print(name + (held ? " ▶ tells the neighbours again" : " ▶ takes the address"));
        held = true;
    }

    @Override
    public void keep() {
        // A line for each would be too many.
    }

    @Override
    public void release() {
        if (held) {
            held = false;
            print(name + " ◀ gives it back");
        }
    }
}

package labs.proxy.vrrp;

import java.util.ArrayList;
import java.util.List;

/** Writes down what a router does. */
final class Notebook implements Effects {
    private final List<String> lines = new ArrayList<>();
    private boolean held;

    @Override
    public void send(Advertisement advertisement) {
        lines.add("say " + advertisement.priority());
    }

    @Override
    public void takeAddress() {
        held = true;
        lines.add("take");
    }

    @Override
    public void giveAddress() {
        held = false;
        lines.add("give");
    }

    boolean held() {
        return held;
    }

    /** What was done since the last call. */
    List<String> news() {
        List<String> news = List.copyOf(lines);
        lines.clear();
        return news;
    }
}

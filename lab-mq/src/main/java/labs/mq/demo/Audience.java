package labs.mq.demo;

import java.util.List;
import labs.mq.shop.run.Progress;
import labs.mq.shop.run.ShopWatcher;

/** Who looks on: a screen, and perhaps a page. */
final class Audience implements ShopWatcher {
    private final ShopScreen screen;
    private final ShopPage page; // null for none

    Audience(ShopScreen screen, ShopPage page) {
        this.screen = screen;
        this.page = page;
    }

    @Override
    public void progress(Progress progress) {
        screen.progress(progress);
        if (page != null) {
            page.progress(progress);
        }
    }

    @Override
    public void event(String what) {
        screen.say(what);
        if (page != null) {
            page.event(what);
        }
    }

    /** What the audit found. */
    void end(List<String> lines) {
        screen.end(lines);
        if (page != null) {
            page.end(lines);
        }
    }
}

package labs.zookeeper.election;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Writes down what a candidate hears. */
final class ElectionLog implements ElectionListener {
    private final List<String> news = new CopyOnWriteArrayList<>();

    @Override
    public void elected(long epoch) {
        news.add("elected");
    }

    @Override
    public void deposed() {
        news.add("deposed");
    }

    List<String> news() {
        return news;
    }
}

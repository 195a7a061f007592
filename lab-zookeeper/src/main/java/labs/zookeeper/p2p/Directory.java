package labs.zookeeper.p2p;

import java.util.HashMap;
import java.util.Map;
import java.util.SortedSet;
import java.util.function.Consumer;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.recipes.cache.ChildData;
import org.apache.curator.framework.recipes.cache.CuratorCache;
import org.apache.curator.framework.recipes.cache.CuratorCacheListener;

/**
 * What ZooKeeper says of the network, kept up to date by Curator's cache. While ZooKeeper is away
 * it stays as it was. Thread-safe.
 */
final class Directory implements AutoCloseable {
    private final String root;
    private final CuratorCache cache;
    private final Consumer<String> reports;
    private final Map<String, Card> cards = new HashMap<>(); // guarded by this
    private final Map<String, SortedSet<String>> links = new HashMap<>(); // guarded by this
    private volatile NetworkMap map = NetworkMap.empty();

    Directory(CuratorFramework client, String root, Consumer<String> reports) {
        this.root = root;
        this.reports = reports;
        this.cache = CuratorCache.build(client, root);
    }

    /**
     * @param onChange called after each change, on a thread of Curator's
     */
    void start(Runnable onChange) {
        cache.listenable()
                .addListener(
                        CuratorCacheListener.builder()
                                .forAll(
                                        (type, before, now) -> {
                                            apply(before, now);
                                            onChange.run();
                                        })
                                .build());
        cache.start();
    }

    NetworkMap map() {
        return map;
    }

    private synchronized void apply(ChildData before, ChildData now) {
        String path = (now == null ? before : now).getPath();
        byte[] data = now == null ? null : now.getData();
        String cardOf = below("/cards/", path);
        String linksOf = below("/links/", path);
        try {
            if (cardOf != null) {
                cards.remove(cardOf); // a card that became nonsense is no card any more
                if (now != null) {
                    cards.put(cardOf, CardCodec.decode(cardOf, data));
                }
            } else if (linksOf != null) {
                links.remove(linksOf);
                if (now != null) {
                    links.put(linksOf, CardCodec.decodeLinks(data));
                }
            }
        } catch (MalformedException e) {
            reports.accept(path + " was skipped: " + e.getMessage());
        }
        map = new NetworkMap(cards, links);
    }

    private String below(String part, String path) {
        return path.startsWith(root + part) ? path.substring((root + part).length()) : null;
    }

    @Override
    public void close() {
        cache.close();
    }
}

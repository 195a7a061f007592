package labs.proxy.config;

import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The section {@code global}. */
final class GlobalKeywords {
    /** About the process, its rights and its log: ours is one JVM and has none of them. */
    private static final Set<String> IGNORED =
            Set.of("log", "daemon", "user", "group", "chroot", "pidfile", "nbthread");

    private int maxconn;
    private String socket;

    void accept(ConfigLine line) {
        var words = new Words(line.words());
        if (IGNORED.contains(words.peek())) {
            return;
        }
        if (words.take("maxconn")) {
            maxconn = words.nextInt("maxconn", 1, 10_000_000);
            words.end();
        } else if (words.take("stats")) {
            stats(words);
        } else {
            var supported = new TreeSet<>(IGNORED);
            supported.add("maxconn");
            supported.add("stats socket");
            throw Words.unsupported("in global,", words.peek(), supported);
        }
    }

    private void stats(Words words) {
        if (!words.take("socket")) {
            throw new LineException("stats '" + words.peek() + "' in global: only socket is");
        }
        socket = words.next("the socket's path");
        // Rights of the socket's file: it is the user's own in any case.
        while (words.take("mode") || words.take("level")) {
            words.next("a value");
        }
        words.end();
    }

    Global global() {
        return new Global(maxconn, Optional.ofNullable(socket));
    }
}

package labs.cluster.zookeeper;

import java.util.Locale;

/** What a server says of itself. */
public enum Role {
    LEADER,
    FOLLOWER,
    STANDALONE,
    /** It runs, and looks for a leader: it serves nobody. */
    LOOKING,
    /** It does not answer. */
    SILENT;

    /**
     * @param srvr the answer to the four letters {@code srvr}
     */
    static Role of(String srvr) {
        return srvr.lines()
                .filter(line -> line.startsWith("Mode: "))
                .map(line -> line.substring("Mode: ".length()).toUpperCase(Locale.ROOT))
                .map(Role::valueOf)
                .findFirst()
                .orElse(LOOKING);
    }
}

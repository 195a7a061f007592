package labs.proxy.mysql.cluster;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Makes a replica the primary.
 *
 * <pre>
 *   each replica:  hears no more from the old primary  ─▶ how far has it received?
 *   the farthest:  applies all that it has received ─▶ follows nobody ─▶ read_only=0
 *   the others:    follow it
 * </pre>
 *
 * <p>What was received must be applied before the replica forgets whom it followed: RESET SLAVE ALL
 * deletes it, and clients have been told that it is safe.
 */
final class Failover {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final ClusterOptions options;
    private final Consumer<String> events;

    private record Candidate(Node node, Control control, String received) implements AutoCloseable {
        @Override
        public void close() {
            control.close();
        }
    }

    Failover(ClusterOptions options, Consumer<String> events) {
        this.options = options;
        this.events = events;
    }

    /**
     * Promotes one of these.
     *
     * @param promoted is told as soon as it takes writes, before the others follow it
     * @throws SQLException if there is none that could be
     */
    void promote(List<Node> replicas, Consumer<Node> promoted) throws SQLException {
        List<Candidate> candidates = new ArrayList<>();
        try {
            for (Node node : replicas) {
                candidate(node, candidates);
            }
            Candidate best = farthest(candidates);
            events.accept(
                    "promoting %s, which has received %s"
                            .formatted(best.node().name(), best.received()));
            raiseOrLeave(best, candidates);
            promoted.accept(best.node());
            for (Candidate other : candidates) {
                if (other != best) {
                    follow(other, best.node());
                }
            }
        } finally {
            candidates.forEach(Candidate::close);
        }
    }

    // One that cannot be reached is none.
    private void candidate(Node node, List<Candidate> candidates) {
        Control control = null;
        try {
            control = Control.of(node, options, PATIENCE);
            // In this order: a replica that is started while both its threads are stopped throws
            // away what it has received and not applied, to fetch it again from the primary.
            control.execute("START SLAVE SQL_THREAD", "STOP SLAVE IO_THREAD");
            candidates.add(new Candidate(node, control, control.received()));
        } catch (SQLException e) {
            if (control != null) {
                control.close();
            }
            events.accept("%s is no candidate: %s".formatted(node.name(), e.getMessage()));
        }
    }

    private static Candidate farthest(List<Candidate> candidates) throws SQLException {
        Map<Candidate, Long> positions = new LinkedHashMap<>();
        candidates.forEach(one -> positions.put(one, Gtids.parse(one.received()).total()));
        return positions.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .map(Map.Entry::getKey)
                .orElseThrow(() -> new SQLException("no replica can be promoted"));
    }

    // If it cannot be done all are as before: perhaps the primary returns.
    private static void raiseOrLeave(Candidate best, List<Candidate> all) throws SQLException {
        try {
            raise(best);
        } catch (SQLException e) {
            for (Candidate candidate : all) {
                try {
                    candidate.control().execute("START SLAVE");
                } catch (SQLException another) {
                    e.addSuppressed(another);
                }
            }
            throw e;
        }
    }

    private static void raise(Candidate best) throws SQLException {
        Control control = best.control();
        String wait =
                "SELECT MASTER_GTID_WAIT('%s', %d)"
                        .formatted(best.received(), PATIENCE.toSeconds() / 2);
        if (!best.received().isEmpty() && !control.value(wait).equals("0")) {
            throw new SQLException(best.node().name() + " does not apply what it has received");
        }
        control.execute("STOP SLAVE", "RESET SLAVE ALL");
        // Whoever confirmed what it received now waits for others to confirm.
        if (control.value("SELECT @@global.rpl_semi_sync_slave_enabled").equals("1")) {
            control.execute("SET GLOBAL rpl_semi_sync_master_enabled=1");
        }
        control.execute("SET GLOBAL read_only=0");
    }

    private void follow(Candidate replica, Node primary) {
        try {
            replica.control()
                    .execute(
                            "STOP SLAVE",
                            "CHANGE MASTER TO MASTER_HOST='%s', MASTER_PORT=%d, MASTER_USE_GTID=slave_pos"
                                    .formatted(
                                            primary.address().getHostString(),
                                            primary.address().getPort()),
                            "START SLAVE");
            events.accept("%s follows %s".formatted(replica.node().name(), primary.name()));
        } catch (SQLException e) {
            events.accept(
                    "%s does not follow: %s".formatted(replica.node().name(), e.getMessage()));
        }
    }
}

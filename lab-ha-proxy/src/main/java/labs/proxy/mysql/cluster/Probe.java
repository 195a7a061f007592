package labs.proxy.mysql.cluster;

import java.sql.SQLException;

/** Looks at one server, over a connection that is kept. Used by one thread at a time. */
final class Probe implements AutoCloseable {
    private final Node node;
    private final ClusterOptions options;
    private Control control; // null when there is none
    private volatile Observation last = Observation.none();

    Probe(Node node, ClusterOptions options) {
        this.node = node;
        this.options = options;
    }

    Node node() {
        return node;
    }

    /** What was seen last. */
    Observation last() {
        return last;
    }

    /** Looks once. */
    void look() {
        long now = System.nanoTime();
        try {
            if (control == null) {
                control = Control.of(node, options, options.timeout());
            }
            last = control.look(now);
        } catch (SQLException | RuntimeException e) {
            close();
            last = last.failed(now);
        }
    }

    @Override
    public void close() {
        if (control != null) {
            control.close();
            control = null;
        }
    }
}

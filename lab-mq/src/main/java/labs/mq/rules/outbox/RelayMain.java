package labs.mq.rules.outbox;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import labs.mq.cluster.Orders;
import labs.mq.db.Database;

/**
 * A relay in a process of its own, to be killed.
 *
 * <pre>
 *   stdout: READY         it begins
 *   stdout: PUBLISHED 3   in its third step that publishes, before it forgets
 *   stdin:  any line      it goes on, if it was to stop there
 * </pre>
 */
final class RelayMain {
    private final Orders orders = Orders.fromStandardInput();
    private final int stopAt;
    private int published;

    private RelayMain(int stopAt) {
        this.stopAt = stopAt;
    }

    /**
     * Runs until it is killed.
     *
     * @param args JDBC URL, bootstrap servers, and the number of the step to stop in (0 for none)
     */
    public static void main(String[] args) {
        var main = new RelayMain(Integer.parseInt(args[2]));
        try (var relay = new OutboxRelay(new Database(args[0]), args[1], main::published)) {
            System.out.println("READY");
            while (true) {
                if (relay.step() == 0) {
                    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
                }
            }
        }
    }

    private void published() {
        System.out.println("PUBLISHED " + ++published);
        if (published == stopAt) {
            orders.next();
        }
    }
}

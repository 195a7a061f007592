package labs.mq.demo;

import java.util.List;
import java.util.Locale;
import labs.mq.shop.audit.AuditTable;
import labs.mq.shop.run.Progress;

/**
 * The shop on a screen: at a terminal a table that is drawn over itself, elsewhere a line every two
 * seconds. What happens stays above it. Thread-safe.
 */
final class ShopScreen implements AutoCloseable {
    private static final long BETWEEN_LINES = 2_000_000_000L;
    private static final int BAR = 40;

    private final boolean isDrawing;
    private final long start = System.nanoTime();
    private int drawn; // guarded by this: lines of the table that stand on the screen now
    private long lastLine = start - BETWEEN_LINES; // guarded by this

    ShopScreen(boolean isDrawing) {
        this.isDrawing = isDrawing;
    }

    /** Something happened. */
    synchronized void say(String what) {
        wipe();
        print("%5.1f s  %s%n", (System.nanoTime() - start) / 1e9, what);
    }

    /** How far it is. */
    synchronized void progress(Progress now) {
        if (isDrawing) {
            wipe();
            draw(now);
        } else if (System.nanoTime() - lastLine >= BETWEEN_LINES) {
            lastLine = System.nanoTime();
            line(now);
        }
    }

    private void line(Progress now) {
        print(
                "%5.1f s  %,8d of %,d ended, %,6.0f/s  lag %,d %,d %,d %,d  accounts %s"
                        + " + on the way %s + revenue %s%n",
                (System.nanoTime() - start) / 1e9,
                now.ended(),
                now.orders(),
                now.perSecond(),
                now.lag().payments(),
                now.lag().stock(),
                now.lag().notices(),
                now.lag().revenue(),
                AuditTable.money(now.accounts()),
                AuditTable.money(now.onTheWay()),
                AuditTable.money(now.revenue()));
    }

    private void draw(Progress now) {
        row("", "");
        row("orders", "%s %,d of %,d", bar(now), now.ended(), now.orders());
        row("sent", "%,d, of these %,d again", now.sent(), now.repeated());
        row(
                "ended",
                "%,d delivered, %,d refunded, %,d unpaid; %,d customers told",
                now.delivered(),
                now.refunded(),
                now.unpaid(),
                now.notices());
        row("speed", "%,.0f orders/s", now.perSecond());
        row(
                "lag",
                "payments %,d  stock %,d  notices %,d  revenue %,d",
                now.lag().payments(),
                now.lag().stock(),
                now.lag().notices(),
                now.lag().revenue());
        row("accounts", "%20s", AuditTable.money(now.accounts()));
        row("on the way", "%20s", AuditTable.money(now.onTheWay()));
        row(
                "revenue",
                "%20s  (summed up: %s)",
                AuditTable.money(now.revenue()),
                AuditTable.money(now.counted()));
        row("stock", "%,20d", now.stock());
        row("killed", "%d; last: %s", now.killed(), now.event());
        System.out.flush();
    }

    private static String bar(Progress now) {
        int full = (int) (BAR * now.ended() / now.orders());
        return "[" + "#".repeat(Math.min(BAR, full)) + ".".repeat(Math.max(0, BAR - full)) + "]";
    }

    private void row(String name, String format, Object... args) {
        print("  %-11s %s%n", name, String.format(Locale.ROOT, format, args));
        drawn++;
    }

    // up to the first line of the table, and away with all below
    private void wipe() {
        if (drawn > 0) {
            print("\u001b[%dA\u001b[J", drawn);
            drawn = 0;
        }
    }

    /** What the audit found. */
    synchronized void end(List<String> lines) {
        drawn = 0; // the last table stays
        print("%n");
        lines.forEach(line -> print("  %s%n", line));
        print("%n");
    }

    private static void print(String format, Object... args) {
        System.out.printf(Locale.ROOT, format, args);
    }

    @Override
    public synchronized void close() {
        drawn = 0;
    }
}

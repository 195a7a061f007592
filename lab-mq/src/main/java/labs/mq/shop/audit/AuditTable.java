package labs.mq.shop.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import labs.mq.shop.Catalogue;
import labs.mq.shop.Verdict;

/** What the audit found, as lines for a terminal. */
public final class AuditTable {
    private AuditTable() {}

    /** The sums first, then one line for each law. */
    public static List<String> lines(Books books, Audit audit, List<Law> laws) {
        var lines = new ArrayList<String>();
        lines.add(
                line(
                        "orders   %,d = %,d delivered + %,d refunded + %,d unpaid",
                        books.outcomeCount(),
                        books.count(Verdict.DELIVERED),
                        books.count(Verdict.REFUNDED),
                        books.count(Verdict.UNPAID)));
        lines.add(
                line(
                        "money    %s opening = %s in accounts + %s revenue",
                        money(audit.openingBalances()),
                        money(books.balances()),
                        money(books.earned())));
        long late = 0;
        for (int group = 0; group < Catalogue.GROUPS; group++) {
            late += books.late(group);
        }
        lines.add(
                line(
                        "revenue  %s = %s in %d windows + %s late",
                        money(books.earned()),
                        money(books.counted() - late),
                        books.windows(),
                        money(late)));
        lines.add(
                line(
                        "stock    %,d opening = %,d left + %,d sold",
                        audit.openingStock(), books.stock(), audit.sold()));
        lines.add(line("put aside as unreadable: %,d", books.deadLetters()));
        lines.add("");
        for (Law law : laws) {
            lines.add(
                    line(
                            "%-4s %-50s %,10d checked%s",
                            law.holds() ? "ok" : "FAIL",
                            law.name(),
                            law.checked(),
                            law.holds()
                                    ? ""
                                    : line(", %,d broken: %s", law.broken(), law.example())));
        }
        return lines;
    }

    private static String line(String format, Object... args) {
        return String.format(Locale.ROOT, format, args);
    }

    /** Cents as euros and cents. */
    public static String money(long cents) {
        return line(
                "%s%,d.%02d", cents < 0 ? "-" : "", Math.abs(cents / 100), Math.abs(cents % 100));
    }
}

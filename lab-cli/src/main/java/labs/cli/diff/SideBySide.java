package labs.cli.diff;

import com.github.difflib.text.DiffRow;
import com.github.difflib.text.DiffRowGenerator;
import java.util.List;
import labs.cli.terminal.Console;

/** Prints where two texts differ, with a few equal lines around. */
public final class SideBySide {
    private static final int AROUND = 3;

    private final Console console;
    private final Columns columns;

    public SideBySide(Console console) {
        this.console = console;
        this.columns = new Columns(console.width());
    }

    /** Returns whether they differ. */
    public boolean print(List<String> left, List<String> right) {
        List<DiffRow> rows =
                DiffRowGenerator.create()
                        .showInlineDiffs(false)
                        .lineNormalizer(line -> line) // we print text, not HTML
                        .build()
                        .generateDiffRows(left, right);
        boolean skipped = false;
        for (int i = 0; i < rows.size(); i++) {
            if (isNearChange(rows, i)) {
                print(rows.get(i));
                skipped = false;
            } else if (!skipped) {
                console.line("%s", console.faint(columns.gap()));
                skipped = true;
            }
        }
        return rows.stream().anyMatch(SideBySide::isChange);
    }

    private static boolean isNearChange(List<DiffRow> rows, int i) {
        int from = Math.max(0, i - AROUND);
        int to = Math.min(rows.size(), i + AROUND + 1);
        return rows.subList(from, to).stream().anyMatch(SideBySide::isChange);
    }

    private static boolean isChange(DiffRow row) {
        return row.getTag() != DiffRow.Tag.EQUAL;
    }

    private void print(DiffRow row) {
        List<String> left = columns.wrap(row.getOldLine());
        List<String> right = columns.wrap(row.getNewLine());
        for (int i = 0; i < Math.max(left.size(), right.size()); i++) {
            String mine = columns.padded(i < left.size() ? left.get(i) : "");
            String theirs = i < right.size() ? right.get(i) : "";
            console.line("%s %s %s", red(row, mine), sign(row), green(row, theirs).stripTrailing());
        }
    }

    private static String sign(DiffRow row) {
        return switch (row.getTag()) {
            case EQUAL -> " ";
            case CHANGE -> "|";
            case DELETE -> "<";
            case INSERT -> ">";
        };
    }

    private String red(DiffRow row, String text) {
        return isChange(row) ? console.red(text) : text;
    }

    private String green(DiffRow row, String text) {
        return isChange(row) ? console.green(text) : text;
    }

    /** A heading over each side. */
    public void heading(String left, String right) {
        console.line("%s", console.bold(columns.padded(left) + "   " + right));
    }
}

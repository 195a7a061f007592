package labs.compute.demo;

import java.util.ArrayList;
import java.util.List;
import labs.compute.query.Plan;
import labs.compute.table.Column;
import labs.compute.table.ColumnBatch;

/** Rows as people read them. */
final class Rows {
    private Rows() {}

    /** The shown columns, with their names above, aligned. */
    static String text(Plan plan, ColumnBatch rows) {
        List<Column> columns = plan.columns().subList(0, plan.shown());
        var lines = new ArrayList<List<String>>();
        lines.add(columns.stream().map(Column::name).toList());
        for (int row = 0; row < rows.rows(); row++) {
            var cells = new ArrayList<String>();
            for (int c = 0; c < columns.size(); c++) {
                cells.add(columns.get(c).type().format(rows.column(c)[row]));
            }
            lines.add(cells);
        }
        return aligned(lines);
    }

    private static String aligned(List<List<String>> lines) {
        int width = lines.get(0).size();
        int[] widths = new int[width];
        for (List<String> cells : lines) {
            for (int c = 0; c < width; c++) {
                widths[c] = Math.max(widths[c], cells.get(c).length());
            }
        }
        var text = new StringBuilder();
        for (List<String> cells : lines) {
            for (int c = 0; c < width; c++) {
                text.append("  ").append(" ".repeat(widths[c] - cells.get(c).length()));
                text.append(cells.get(c));
            }
            text.append(System.lineSeparator());
        }
        return text.toString();
    }
}

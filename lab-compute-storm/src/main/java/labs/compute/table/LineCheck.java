package labs.compute.table;

import java.util.List;

/** Looks once more, and slowly, at a line that was refused, to say what is wrong with it. */
final class LineCheck {
    private final List<Column> columns;

    LineCheck(List<Column> columns) {
        this.columns = columns;
    }

    /** A sentence. */
    String what(String line) {
        String[] values = line.split(",", -1);
        for (int i = 0; i < Math.min(values.length, columns.size()); i++) {
            if (!isValue(columns.get(i).type(), values[i])) {
                String shown = MalformedLineException.shown(values[i]);
                return "%s is %s, no %s".formatted(columns.get(i).name(), shown, type(i));
            }
        }
        if (values.length == columns.size()) {
            return "it is too long";
        }
        String count = values.length + (values.length == 1 ? " value" : " values");
        return "%s for %d columns".formatted(count, columns.size());
    }

    private String type(int column) {
        ColumnType type = columns.get(column).type();
        return type == ColumnType.BIGINT
                ? "BIGINT " + ColumnType.BIGINT_RANGE
                : type + " like 2026-11-26";
    }

    private static boolean isValue(ColumnType type, String text) {
        if (text.isEmpty()) {
            return true;
        }
        try {
            long value = type.parse(text);
            boolean hasPlus = text.startsWith("+");
            return !hasPlus && text.length() <= 20 && ColumnType.isBigint(value);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}

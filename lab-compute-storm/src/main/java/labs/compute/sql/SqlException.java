package labs.compute.sql;

/**
 * A query that is refused. The message says where, what was found and what to do instead, and shows
 * the line with a caret beneath the place.
 *
 * <pre>
 *   line 1, column 8: there is no column nme: orders has id, user_id; users has id, name
 *     SELECT nme FROM orders JOIN users ON user_id = users.id
 *            ^
 * </pre>
 */
public final class SqlException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** Of a longer line only what is around the place is shown. */
    private static final int WIDTH = 120;

    private final int line;
    private final int column;
    private final String problem;

    SqlException(String text, int line, int column, String problem) {
        super("line " + line + ", column " + column + ": " + problem + shown(text, line, column));
        this.line = line;
        this.column = column;
        this.problem = problem;
    }

    private static String shown(String text, int line, int column) {
        String there = text.lines().skip(line - 1L).findFirst().orElse("");
        int at = Math.min(column - 1, there.length());
        int from = at < WIDTH ? 0 : at - WIDTH / 2;
        int to = Math.min(there.length(), from + WIDTH + WIDTH / 2);
        String before = (from > 0 ? "…" : "") + there.substring(from, at);
        String shown = before + there.substring(at, to) + (to < there.length() ? "…" : "");
        return "\n  " + shown + "\n  " + before.replaceAll("[^\t]", " ") + "^";
    }

    /** Counted from 1. */
    public int line() {
        return line;
    }

    /** Counted from 1, in characters. */
    public int column() {
        return column;
    }

    /** The message without the place. */
    public String problem() {
        return problem;
    }
}

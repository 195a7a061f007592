package labs.proxy.mysql;

import java.util.List;
import labs.proxy.mysql.sql.CharacterSet;

/**
 * As what a session begins, which a server must say: its variables, {@code init_connect}, and
 * whether it believes the client's character set, decide it. As numbers and binary texts: those are
 * not changed by the character set of results.
 *
 * @param values in the order of {@link #NAMES}; null for NULL
 */
record SessionBaseline(List<String> values) {
    private static final List<String> NAMES =
            List.of(
                    "character_set_client",
                    "sql_mode",
                    "character_set_results",
                    "collation_connection",
                    "time_zone",
                    "autocommit",
                    "sql_auto_is_null");

    /** Asks for all of it. */
    static String question() {
        return question(NAMES);
    }

    /** Asks only for the character set in which SQL is read. */
    static String charactersQuestion() {
        return question(NAMES.subList(0, 1));
    }

    private static String question(List<String> names) {
        var sql = new StringBuilder("SELECT ");
        for (String name : names) {
            sql.append(sql.length() > 7 ? "," : "").append("BINARY @@").append(name);
        }
        return sql.append(" LIMIT 1").toString(); // or sql_select_limit = 0 would hide it
    }

    /** From an answer to either question. */
    CharacterSet characters() {
        return CharacterSet.named(values.get(0));
    }

    /** Whether {@code IS NULL} asks for the row that was inserted last, which one server knows. */
    boolean asksForLastRow() {
        return values.get(NAMES.size() - 1).equals("1");
    }

    /** Makes another connection begin so, too. */
    String asSetting() {
        var sql = new StringBuilder("SET ");
        for (int i = 0; i < NAMES.size(); i++) {
            String value = values.get(i);
            sql.append(i > 0 ? "," : "").append("@@session.").append(NAMES.get(i)).append('=');
            sql.append(value == null || value.matches("[01]") ? value : "'" + value + "'");
        }
        return sql.toString();
    }
}

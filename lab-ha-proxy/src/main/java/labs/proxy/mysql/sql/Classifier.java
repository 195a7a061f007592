package labs.proxy.mysql.sql;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import labs.proxy.mysql.sql.Statement.Kind;

/**
 * Says what a statement is. The one rule behind all: what is not known to be a harmless read goes
 * to the primary. A read that goes there costs a little; a write that does not is an error, or
 * worse.
 *
 * <ol>
 *   <li>A read: {@code SELECT}, {@code WITH … SELECT}, {@code VALUES}, also in parentheses; {@code
 *       EXPLAIN}, {@code DESCRIBE} or {@code DESC} of such, or of a table; {@code SHOW} with one of
 *       {@link #SHOWN}. It is a write nevertheless with {@code INTO}, {@code FOR UPDATE}, {@code
 *       FOR SHARE}, {@code LOCK IN SHARE MODE}, a word of {@link #CHANGES} that is no function, a
 *       function of {@link #OF_PRIMARY} or {@link #PINNING}, {@code NEXT VALUE}, or a server
 *       variable of {@link #VARIABLES_OF_PRIMARY}.
 *   <li>About the statement before: {@code SHOW WARNINGS}, {@code SHOW ERRORS}, {@code SHOW
 *       COUNT(*) …}; a read with a function of {@link #ABOUT_LAST}, or such a variable.
 *   <li>{@code SET} is a setting. It is a write with {@code GLOBAL}, and behind it {@code
 *       PASSWORD}, {@code STATEMENT}, {@code TRANSACTION}, {@code DEFAULT}. With {@code SELECT}, or
 *       a word of {@link #UNREPEATABLE}, it is a write that pins; also with a mixture of {@code
 *       GLOBAL} and others (a comma), and with a character set that is not of {@link #HARMLESS}, in
 *       which a backslash may be half of a letter and our lexer is wrong.
 *   <li>{@code START TRANSACTION READ ONLY} begins a read-only transaction, also with more options,
 *       but for {@code READ WRITE}.
 *   <li>Pins, and is a write: any variable of the user, a function of {@link #PINNING}, a first
 *       word of {@link #PINNING_WORDS}, {@code CREATE … TEMPORARY}, {@code FLUSH … LOCK}, {@code
 *       BEGIN NOT ATOMIC}, a comment that the server executes.
 *   <li>{@code KILL} is refused: it names a connection of a server, and clients do not know which.
 *   <li>Several statements: a read if all are; refused if any is. Else a write, which pins unless
 *       all are plain reads and writes.
 * </ol>
 */
public final class Classifier {
    static final Set<String> SHOWN =
            Set.of(
                    "TABLES",
                    "COLUMNS",
                    "FIELDS",
                    "DATABASES",
                    "SCHEMAS",
                    "CREATE",
                    "INDEX",
                    "INDEXES",
                    "KEYS",
                    "TABLE",
                    "TRIGGERS",
                    "VARIABLES",
                    "SESSION",
                    "CHARACTER",
                    "COLLATION",
                    "ENGINES");
    static final Set<String> CHANGES = Set.of("INSERT", "UPDATE", "DELETE", "REPLACE");
    static final Set<String> OF_PRIMARY =
            Set.of(
                    "LAST_INSERT_ID",
                    "NEXTVAL",
                    "LASTVAL",
                    "SETVAL",
                    "RELEASE_LOCK",
                    "IS_FREE_LOCK",
                    "IS_USED_LOCK",
                    "RELEASE_ALL_LOCKS");
    static final Set<String> VARIABLES_OF_PRIMARY =
            Set.of("LAST_INSERT_ID", "IDENTITY", "INSERT_ID", "LAST_GTID", "IN_TRANSACTION");
    static final Set<String> ABOUT_LAST =
            Set.of("FOUND_ROWS", "ROW_COUNT", "WARNING_COUNT", "ERROR_COUNT");
    static final Set<String> PINNING = Set.of("GET_LOCK");
    static final Set<String> PINNING_WORDS =
            Set.of("LOCK", "HANDLER", "PREPARE", "EXECUTE", "DEALLOCATE", "XA", "CALL", "BACKUP");
    static final Set<String> UNREPEATABLE =
            Set.of("LAST_INSERT_ID", "INSERT_ID", "IDENTITY", "TIMESTAMP", "PSEUDO_THREAD_ID");
    static final Set<String> HARMLESS =
            Set.of("UTF8", "UTF8MB3", "UTF8MB4", "LATIN1", "ASCII", "BINARY", "DEFAULT");

    private Classifier() {}

    /**
     * Says what this is; any text is something.
     *
     * @param sql may hold any bytes, as ISO 8859-1
     */
    public static Statement classify(String sql) {
        // BEGIN SOLUTION
        List<Token> all = Lexer.tokens(sql);
        if (all.stream().anyMatch(token -> token.kind() == Token.Kind.EXECUTABLE_COMMENT)) {
            return new Statement(Kind.WRITE, true, sql, null);
        }
        List<Statement> statements = new ArrayList<>();
        var tokens = new ArrayList<Token>();
        for (Token token : all) {
            if (!token.is(";")) {
                tokens.add(token);
            } else if (!tokens.isEmpty()) {
                statements.add(one(tokens, sql));
                tokens.clear();
            }
        }
        if (!tokens.isEmpty() || statements.isEmpty()) {
            statements.add(one(tokens, sql));
        }
        return statements.size() == 1 ? statements.get(0) : several(statements, sql);
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO ha-proxy-9: README, part 9");
    }

    // BEGIN SOLUTION
    private static Statement several(List<Statement> statements, String sql) {
        Set<Kind> kinds = new HashSet<>();
        statements.forEach(statement -> kinds.add(statement.kind()));
        if (kinds.contains(Kind.REFUSED)) {
            return new Statement(Kind.REFUSED, false, sql, null);
        }
        boolean plain = Set.of(Kind.READ, Kind.WRITE).containsAll(kinds);
        boolean pins = !plain || statements.stream().anyMatch(Statement::pins);
        return new Statement(
                kinds.equals(Set.of(Kind.READ)) ? Kind.READ : Kind.WRITE, pins, sql, null);
    }

    private static Statement one(List<Token> tokens, String sql) {
        int begin = 0;
        while (begin < tokens.size() && tokens.get(begin).is("(")) {
            begin++;
        }
        String first = word(tokens, begin);
        String second = word(tokens, begin + 1);
        if (pins(tokens, first)) {
            return new Statement(Kind.WRITE, true, sql, null);
        }
        return switch (first) {
            case "", "SELECT", "WITH", "VALUES", "EXPLAIN", "DESCRIBE", "DESC" ->
                    new Statement(read(tokens), false, sql, null);
            case "SHOW" -> new Statement(show(second), false, sql, null);
            case "SET" -> set(tokens, second, sql);
            case "USE" ->
                    new Statement(Kind.USE, false, sql, tokens.get(tokens.size() - 1).source());
            case "START" -> new Statement(start(tokens, second), false, sql, null);
            case "KILL" -> new Statement(Kind.REFUSED, false, sql, null);
            default -> new Statement(Kind.WRITE, false, sql, null);
        };
    }

    private static boolean pins(List<Token> tokens, String first) {
        return tokens.stream().anyMatch(token -> token.kind() == Token.Kind.VARIABLE)
                || calls(tokens, PINNING)
                || PINNING_WORDS.contains(first)
                || (first.equals("CREATE") && has(tokens, "TEMPORARY"))
                || (first.equals("FLUSH") && has(tokens, "LOCK"))
                || (first.equals("BEGIN") && has(tokens, "NOT"));
    }

    private static Kind read(List<Token> tokens) {
        for (int i = 0; i < tokens.size(); i++) {
            Token token = tokens.get(i);
            String next = word(tokens, i + 1);
            boolean locks =
                    (token.is("FOR") && Set.of("UPDATE", "SHARE").contains(next))
                            || (token.is("LOCK") && next.equals("IN"));
            boolean changes =
                    token.kind() == Token.Kind.WORD
                            && CHANGES.contains(token.text())
                            && !next.equals("(");
            boolean sequence = next.equals("VALUE") && (token.is("NEXT") || token.is("PREVIOUS"));
            boolean variable =
                    token.kind() == Token.Kind.SYSTEM_VARIABLE
                            && VARIABLES_OF_PRIMARY.contains(token.text());
            if (locks || changes || sequence || variable || token.is("INTO")) {
                return Kind.WRITE;
            }
        }
        if (calls(tokens, OF_PRIMARY)) {
            return Kind.WRITE;
        }
        return aboutLast(tokens) ? Kind.ABOUT_LAST : Kind.READ;
    }

    private static boolean aboutLast(List<Token> tokens) {
        return calls(tokens, ABOUT_LAST)
                || tokens.stream()
                        .anyMatch(
                                token ->
                                        token.kind() == Token.Kind.SYSTEM_VARIABLE
                                                && ABOUT_LAST.contains(token.text()));
    }

    private static Kind show(String what) {
        if (Set.of("WARNINGS", "ERRORS", "COUNT").contains(what)) {
            return Kind.ABOUT_LAST;
        }
        return SHOWN.contains(what) ? Kind.READ : Kind.WRITE;
    }

    private static Statement set(List<Token> tokens, String second, String sql) {
        boolean global = has(tokens, "GLOBAL");
        boolean pins =
                has(tokens, "SELECT")
                        || (global && has(tokens, ","))
                        || tokens.stream().anyMatch(token -> UNREPEATABLE.contains(token.text()))
                        || harmfulCharacters(tokens, second);
        boolean primary =
                global
                        || Set.of("PASSWORD", "STATEMENT", "TRANSACTION", "DEFAULT")
                                .contains(second);
        return new Statement(pins || primary ? Kind.WRITE : Kind.SETTING, pins, sql, null);
    }

    private static boolean harmfulCharacters(List<Token> tokens, String second) {
        if (has(tokens, "CHARACTER_SET_CLIENT")) {
            return true;
        }
        int at =
                second.equals("NAMES") || second.equals("CHARSET")
                        ? 2
                        : second.equals("CHARACTER") ? 3 : -1;
        return at > 0 && at < tokens.size() && !HARMLESS.contains(tokens.get(at).text());
    }

    private static Kind start(List<Token> tokens, String second) {
        boolean readOnly = has(tokens, "READ") && has(tokens, "ONLY");
        return second.equals("TRANSACTION") && readOnly ? Kind.BEGIN_READ_ONLY : Kind.WRITE;
    }

    private static boolean has(List<Token> tokens, String word) {
        return tokens.stream().anyMatch(token -> token.is(word));
    }

    private static boolean calls(List<Token> tokens, Set<String> functions) {
        for (int i = 0; i + 1 < tokens.size(); i++) {
            if (functions.contains(tokens.get(i).text()) && tokens.get(i + 1).is("(")) {
                return true;
            }
        }
        return false;
    }

    /** The text of a token that is not quoted; empty if there is none. */
    private static String word(List<Token> tokens, int index) {
        if (index >= tokens.size()) {
            return "";
        }
        Token token = tokens.get(index);
        return token.isQuoted() ? "" : token.text();
    }
    // END SOLUTION
    // STUB: // What else it needs goes here.
}

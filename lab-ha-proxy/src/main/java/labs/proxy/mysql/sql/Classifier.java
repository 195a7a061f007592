package labs.proxy.mysql.sql;

import static labs.proxy.mysql.sql.Tokens.asks;
import static labs.proxy.mysql.sql.Tokens.calls;
import static labs.proxy.mysql.sql.Tokens.has;
import static labs.proxy.mysql.sql.Tokens.word;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import labs.proxy.mysql.sql.Statement.Kind;
import labs.proxy.mysql.sql.Statement.Trait;

/**
 * Says what a statement is. The one rule behind all: what is not known to be a harmless read goes
 * to the primary. A read that goes there costs a little; a write that does not is an error, or
 * worse.
 *
 * <ol>
 *   <li>A read: {@code SELECT}, {@code WITH … SELECT}, {@code VALUES}, also in parentheses; {@code
 *       EXPLAIN}, {@code DESCRIBE} or {@code DESC} of such, or of a table; {@code SHOW} with one of
 *       {@link ShowStatement#SHOWN}. It is a write nevertheless with {@code INTO}, {@code FOR
 *       UPDATE}, {@code FOR SHARE}, {@code LOCK IN SHARE MODE}, a word of {@link #CHANGES} that is
 *       no function, a function of {@link #OF_PRIMARY} or {@link #PINNING}, {@code NEXT VALUE}, or
 *       a server variable of {@link #VARIABLES_OF_PRIMARY}. It is for the primary with
 *       {@code @@global}, and behind the comment {@code /* primary *}{@code /}.
 *   <li>About the statement before: {@code SHOW WARNINGS}, {@code SHOW ERRORS}, {@code SHOW
 *       COUNT(*) …}, {@code SHOW [SESSION] STATUS}; a read with a function of {@link #ABOUT_LAST},
 *       or such a variable. Other statements that ask so keep their kind, and have the trait.
 *   <li>{@code SET} is a setting. It is a write with {@code GLOBAL} (which pins: what is set is on
 *       the primary alone), and behind it {@code PASSWORD}, {@code STATEMENT}, {@code TRANSACTION},
 *       {@code DEFAULT}. It is a write that pins with {@code SELECT}, with a word of {@link
 *       #UNREPEATABLE}, and with a function that is not of {@link SetStatement#REPEATABLE}.
 *   <li>What is set for the next transaction alone (a variable of {@link
 *       SetStatement#OF_TRANSACTION} without {@code SESSION}) has the trait for it: the next
 *       transaction must be on that server.
 *   <li>{@code START TRANSACTION READ ONLY} begins a read-only transaction, also with more options,
 *       but for {@code READ WRITE}.
 *   <li>Pins, and is a write: any variable of the user, a function of {@link #PINNING}, a first
 *       word of {@link #PINNING_WORDS}, {@code CREATE … TEMPORARY}, {@code FLUSH … LOCK}, {@code
 *       BEGIN NOT ATOMIC}, a comment that the server executes.
 *   <li>{@code KILL} with a number is for the balancer; else it is refused, as is {@code LOAD DATA
 *       LOCAL}.
 *   <li>Several statements: a read if all are; refused if any is, or is for the balancer. Else a
 *       write, which pins unless all are plain reads and writes.
 * </ol>
 */
public final class Classifier {
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
    static final Set<String> WITHOUT_TABLES =
            Set.of(
                    "SELECT",
                    "SET",
                    "USE",
                    "DO",
                    "BEGIN",
                    "START",
                    "COMMIT",
                    "ROLLBACK",
                    "SAVEPOINT",
                    "RELEASE",
                    "GET",
                    "KILL");
    static final Set<String> PINNING = Set.of("GET_LOCK");
    static final Set<String> PINNING_WORDS =
            Set.of("LOCK", "HANDLER", "PREPARE", "EXECUTE", "DEALLOCATE", "XA", "CALL", "BACKUP");
    static final Set<String> UNREPEATABLE =
            Set.of(
                    "LAST_INSERT_ID",
                    "INSERT_ID",
                    "IDENTITY",
                    "TIMESTAMP",
                    "PSEUDO_THREAD_ID",
                    "PROFILING");
    static final Set<String> OF_DIALECT =
            Set.of("NAMES", "CHARSET", "CHARACTER", "CHARACTER_SET_CLIENT");

    private Classifier() {}

    /** The same, for a session that reads SQL as servers do if nobody tells them otherwise. */
    public static Statement classify(String sql) {
        return classify(sql, Dialect.DEFAULT);
    }

    /**
     * Says what this is; any text is something.
     *
     * @param sql may hold any bytes, as ISO 8859-1
     */
    public static Statement classify(String sql, Dialect dialect) {
        // BEGIN SOLUTION
        List<Token> all = Lexer.tokens(sql, dialect);
        boolean hinted = !all.isEmpty() && all.get(0).kind() == Token.Kind.HINT;
        if (all.stream().anyMatch(token -> token.kind() == Token.Kind.EXECUTABLE_COMMENT)) {
            return new Statement(Kind.WRITE, true, sql, null);
        }
        List<Statement> statements = new ArrayList<>();
        var tokens = new ArrayList<Token>();
        for (Token token : hinted ? all.subList(1, all.size()) : all) {
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
        Statement what = statements.size() == 1 ? statements.get(0) : several(statements, sql);
        return hinted ? with(what, Trait.AT_PRIMARY) : what;
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO ha-proxy-9: README, part 9");
    }

    // BEGIN SOLUTION
    private static Statement with(Statement what, Trait trait) {
        var traits = EnumSet.of(trait);
        traits.addAll(what.traits());
        return new Statement(what.kind(), what.pins(), what.sql(), what.database(), traits);
    }

    private static Statement several(List<Statement> statements, String sql) {
        Set<Kind> kinds = new HashSet<>();
        Set<Trait> traits = EnumSet.noneOf(Trait.class);
        for (Statement statement : statements) {
            kinds.add(statement.kind());
            traits.addAll(statement.traits());
        }
        if (kinds.removeAll(Set.of(Kind.REFUSED, Kind.KILL, Kind.BALANCER_STATUS))) {
            return new Statement(Kind.REFUSED, false, sql, null, traits);
        }
        boolean plain = Set.of(Kind.READ, Kind.WRITE).containsAll(kinds);
        boolean pins = !plain || statements.stream().anyMatch(Statement::pins);
        traits.removeAll(
                Set.of(Trait.DROPS_DATABASE, Trait.FAILS_READ_ONLY, Trait.ENDS_TRANSACTION));
        if (!statements.stream().allMatch(statement -> statement.has(Trait.NO_TABLES))) {
            traits.remove(Trait.NO_TABLES);
        }
        if (!plain || statements.stream().anyMatch(Classifier::pinsByMore)) {
            traits.remove(Trait.VARIABLES);
        }
        return new Statement(
                kinds.equals(Set.of(Kind.READ)) ? Kind.READ : Kind.WRITE, pins, sql, null, traits);
    }

    private static boolean pinsByMore(Statement statement) {
        return statement.pins() && !statement.has(Trait.VARIABLES);
    }

    private static Statement one(List<Token> tokens, String sql) {
        int begin = 0;
        while (begin < tokens.size() && tokens.get(begin).is("(")) {
            begin++;
        }
        String first = word(tokens, begin);
        String second = word(tokens, begin + 1);
        Set<Trait> traits = traits(tokens, first, second);
        if (pins(tokens, first)) {
            return new Statement(Kind.WRITE, true, sql, null, traits);
        }
        return switch (first) {
            case "", "SELECT", "WITH", "VALUES", "EXPLAIN", "DESCRIBE", "DESC" ->
                    new Statement(read(tokens, traits), false, sql, null, traits);
            case "SHOW" ->
                    new Statement(
                            ShowStatement.kind(second, word(tokens, 2)), false, sql, null, traits);
            case "SET" -> set(tokens, second, sql, traits);
            case "USE" -> new Statement(Kind.USE, false, sql, lastName(tokens), traits);
            case "DROP" -> new Statement(Kind.WRITE, false, sql, lastName(tokens), traits);
            case "START" -> new Statement(start(tokens, second), false, sql, null, traits);
            case "KILL" ->
                    new Statement(
                            Kill.of(tokens).isPresent() ? Kind.KILL : Kind.REFUSED,
                            false,
                            sql,
                            null,
                            traits);
            default ->
                    new Statement(
                            traits.contains(Trait.LOCAL_FILE) ? Kind.REFUSED : Kind.WRITE,
                            false,
                            sql,
                            null,
                            traits);
        };
    }

    private static String lastName(List<Token> tokens) {
        return tokens.get(tokens.size() - 1).source();
    }

    private static Set<Trait> traits(List<Token> tokens, String first, String second) {
        Set<Trait> traits = EnumSet.noneOf(Trait.class);
        if (asks(tokens, Set.of("ROW_COUNT"))) {
            traits.add(Trait.ROW_COUNT);
        }
        if (asks(tokens, Set.of("WARNING_COUNT", "ERROR_COUNT"))
                || first.equals("GET")
                || (first.equals("SHOW")
                        && Set.of("WARNINGS", "ERRORS", "COUNT").contains(second))) {
            traits.add(Trait.DIAGNOSTICS);
        }
        if (asks(tokens, Set.of("FOUND_ROWS"))) {
            traits.add(Trait.FOUND_ROWS);
        }
        if (asks(tokens, Set.of("LAST_INSERT_ID", "IDENTITY"))) {
            traits.add(Trait.INSERT_ID);
        }
        if (WITHOUT_TABLES.contains(first) && !has(tokens, "FROM")) {
            traits.add(Trait.NO_TABLES);
        }
        boolean begins =
                first.equals("BEGIN") && !has(tokens, "NOT")
                        || first.equals("START") && start(tokens, second) == Kind.WRITE;
        boolean drops = first.equals("DROP") && Set.of("TABLE", "TABLES").contains(second);
        if (begins || drops || first.equals("LOCK")) {
            traits.add(Trait.ENDS_TRANSACTION);
        }
        if (first.equals("CREATE") && has(tokens, "TEMPORARY")) {
            traits.add(Trait.FAILS_READ_ONLY);
        }
        if (pinsByMore(tokens, first)) {
            return traits;
        }
        if (hasVariables(tokens)) {
            traits.add(Trait.VARIABLES);
        }
        if (first.equals("DROP") && Set.of("DATABASE", "SCHEMA").contains(second)) {
            traits.add(Trait.DROPS_DATABASE);
        }
        if (first.equals("LOAD") && has(tokens, "LOCAL")) {
            traits.add(Trait.LOCAL_FILE);
        }
        return traits;
    }

    private static boolean pins(List<Token> tokens, String first) {
        return hasVariables(tokens) || pinsByMore(tokens, first);
    }

    private static boolean hasVariables(List<Token> tokens) {
        return tokens.stream().anyMatch(token -> token.kind() == Token.Kind.VARIABLE);
    }

    private static boolean pinsByMore(List<Token> tokens, String first) {
        return calls(tokens, PINNING)
                || PINNING_WORDS.contains(first)
                || (first.equals("CREATE") && has(tokens, "TEMPORARY"))
                || (first.equals("FLUSH") && has(tokens, "LOCK"))
                || (first.equals("BEGIN") && has(tokens, "NOT"));
    }

    private static Kind read(List<Token> tokens, Set<Trait> traits) {
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
        if (has(tokens, "GLOBAL")) {
            traits.add(Trait.AT_PRIMARY);
        }
        return asks(tokens, ABOUT_LAST) ? Kind.ABOUT_LAST : Kind.READ;
    }

    private static Statement set(List<Token> tokens, String second, String sql, Set<Trait> traits) {
        if (tokens.stream().anyMatch(token -> OF_DIALECT.contains(token.text()))) {
            traits.add(Trait.DIALECT);
        }
        boolean oneShot = second.equals("TRANSACTION") || SetStatement.setsOneShot(tokens);
        if (oneShot) {
            traits.add(Trait.ONE_SHOT);
        }
        boolean primary =
                (oneShot && !has(tokens, ","))
                        || Set.of("PASSWORD", "STATEMENT", "TRANSACTION", "DEFAULT")
                                .contains(second);
        boolean pins =
                has(tokens, "SELECT")
                        || has(tokens, "GLOBAL")
                        || tokens.stream().anyMatch(token -> UNREPEATABLE.contains(token.text()))
                        || (!primary && SetStatement.callsUnrepeatable(tokens))
                        || SetStatement.setsAutoIsNull(tokens)
                        // Mixed with others it is done again elsewhere, where it must do no harm.
                        || (oneShot && has(tokens, ",") && SetStatement.setsReadOnly(tokens));
        if (!pins && SetStatement.isConstant(tokens)) {
            traits.add(Trait.CONSTANT);
        }
        return new Statement(pins || primary ? Kind.WRITE : Kind.SETTING, pins, sql, null, traits);
    }

    private static Kind start(List<Token> tokens, String second) {
        boolean readOnly = has(tokens, "READ") && has(tokens, "ONLY");
        return second.equals("TRANSACTION") && readOnly ? Kind.BEGIN_READ_ONLY : Kind.WRITE;
    }

    // END SOLUTION
    // STUB: // What else it needs goes here.
}

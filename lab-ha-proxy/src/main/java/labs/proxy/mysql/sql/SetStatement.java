package labs.proxy.mysql.sql;

import static labs.proxy.mysql.sql.Tokens.word;

import java.util.List;
import java.util.Set;

/** Questions about a {@code SET}. */
final class SetStatement {
    /** Functions that say the same on each server, and each time. */
    static final Set<String> REPEATABLE =
            Set.of("CONCAT", "CONCAT_WS", "REPLACE", "IF", "IFNULL", "COALESCE", "LOWER", "UPPER");

    /** Without {@code SESSION} these hold for the next transaction alone. */
    static final Set<String> OF_TRANSACTION =
            Set.of(
                    "TX_ISOLATION",
                    "TRANSACTION_ISOLATION",
                    "TX_READ_ONLY",
                    "TRANSACTION_READ_ONLY");

    private SetStatement() {}

    // SET tx_read_only = 1, as SET @@tx_read_only = 1: the scope makes the difference.
    static boolean setsOneShot(List<Token> tokens) {
        for (int i = 1; i + 1 < tokens.size(); i++) {
            Token token = tokens.get(i);
            boolean scoped = Set.of("SESSION", "LOCAL", "GLOBAL").contains(word(tokens, i - 1));
            if (OF_TRANSACTION.contains(token.text()) && tokens.get(i + 1).is("=") && !scoped) {
                return true;
            }
        }
        return false;
    }

    // WHERE id IS NULL asks for the row that was inserted last, wherever the id was made.
    static boolean setsAutoIsNull(List<Token> tokens) {
        for (int i = 0; i + 2 < tokens.size(); i++) {
            if (tokens.get(i).text().equals("SQL_AUTO_IS_NULL")
                    && !Set.of("0", "OFF", "FALSE").contains(tokens.get(i + 2).text())) {
                return true;
            }
        }
        return false;
    }

    static boolean setsReadOnly(List<Token> tokens) {
        return tokens.stream()
                .anyMatch(
                        token ->
                                OF_TRANSACTION.contains(token.text())
                                        && token.text().endsWith("READ_ONLY"));
    }

    static boolean callsUnrepeatable(List<Token> tokens) {
        for (int i = 1; i + 1 < tokens.size(); i++) {
            Token token = tokens.get(i);
            boolean word = token.kind() == Token.Kind.WORD || token.kind() == Token.Kind.NAME;
            if (word && tokens.get(i + 1).is("(") && !REPEATABLE.contains(token.text())) {
                return true;
            }
        }
        return false;
    }

    /** Whether no right side reads a variable or calls a function. */
    static boolean isConstant(List<Token> tokens) {
        for (int i = 1; i < tokens.size(); i++) {
            boolean left = i + 1 < tokens.size() && tokens.get(i + 1).is("=");
            boolean variable = tokens.get(i).kind() == Token.Kind.SYSTEM_VARIABLE && !left;
            if (variable || tokens.get(i).is("(")) {
                return false;
            }
        }
        return true;
    }
}

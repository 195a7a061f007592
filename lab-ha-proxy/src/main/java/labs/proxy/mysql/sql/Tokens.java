package labs.proxy.mysql.sql;

import java.util.List;
import java.util.Set;

/** Questions about the tokens of a statement. */
final class Tokens {
    private Tokens() {}

    /** Whether it calls such a function, or reads such a variable. */
    static boolean asks(List<Token> tokens, Set<String> names) {
        return calls(tokens, names)
                || tokens.stream()
                        .anyMatch(
                                token ->
                                        token.kind() == Token.Kind.SYSTEM_VARIABLE
                                                && names.contains(token.text()));
    }

    static boolean has(List<Token> tokens, String word) {
        return tokens.stream().anyMatch(token -> token.is(word));
    }

    static boolean calls(List<Token> tokens, Set<String> functions) {
        for (int i = 0; i + 1 < tokens.size(); i++) {
            if (functions.contains(tokens.get(i).text()) && tokens.get(i + 1).is("(")) {
                return true;
            }
        }
        return false;
    }

    /** The text of a token that is not quoted; empty if there is none. */
    static String word(List<Token> tokens, int index) {
        if (index >= tokens.size()) {
            return "";
        }
        Token token = tokens.get(index);
        return token.isQuoted() ? "" : token.text();
    }
}

package labs.proxy.mysql.sql;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * {@code KILL [HARD | SOFT] [CONNECTION | QUERY] NUMBER}.
 *
 * @param query only what it does now
 */
public record Kill(boolean query, int connection) {
    /** Empty if it is none of this form: by a user, by a query, or with something to compute. */
    public static Optional<Kill> of(String sql) {
        return of(Lexer.tokens(sql, Dialect.DEFAULT));
    }

    static Optional<Kill> of(List<Token> tokens) {
        List<String> words =
                tokens.stream()
                        .filter(token -> !token.is(";"))
                        .map(Token::text)
                        .filter(word -> !Set.of("HARD", "SOFT").contains(word))
                        .toList();
        boolean kinded = words.size() == 3 && Set.of("CONNECTION", "QUERY").contains(words.get(1));
        if (words.isEmpty() || !words.get(0).equals("KILL") || !(kinded || words.size() == 2)) {
            return Optional.empty();
        }
        try {
            int number = Integer.parseUnsignedInt(words.get(words.size() - 1));
            return Optional.of(new Kill(words.contains("QUERY"), number));
        } catch (NumberFormatException e) {
            return Optional.empty(); // not a number: the server's own business
        }
    }
}

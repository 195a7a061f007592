package labs.proxy.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
final class TokenizerTest {
    private static final Map<String, String> VARIABLES = Map.of("PORT", "8080", "NAME", "a b");

    @Test
    void shouldPartWordsAtBlanksAndEndAtAComment() {
        assertThat(words("  bind\t*:80   # the web")).containsExactly("bind", "*:80");
        assertThat(words("# nothing")).isEmpty();
        assertThat(words("a#b c")).containsExactly("a");
    }

    @Test
    void shouldKeepWhatIsQuoted() {
        assertThat(words("acl a hdr(x) \"two words\" 'and # two'"))
                .containsExactly("acl", "a", "hdr(x)", "two words", "and # two");
        assertThat(words("pre\"fi\"'x'")).containsExactly("prefix");
        assertThat(words("a \"\" b")).containsExactly("a", "", "b");
        assertThat(words("\"it's\" 'say \"x\"'")).containsExactly("it's", "say \"x\"");
    }

    @Test
    void shouldTakeABackslashAsHaproxyDoes() {
        assertThat(words("a\\ b \\# \\\\ \\\" \\'")).containsExactly("a b", "#", "\\", "\"", "'");
        assertThat(words("\\n\\t\\x41")).containsExactly("\n\tA");
        assertThat(words("^/a\\.b\\d+$")).containsExactly("^/a\\.b\\d+$");
        assertThat(words("'\\n'")).containsExactly("\\n");
    }

    @Test
    void shouldPutVariablesInBetweenDoubleQuotesOnly() {
        assertThat(words("\"*:$PORT\" \"${PORT}1\"")).containsExactly("*:8080", "80801");
        assertThat(words("\"$NAME\" '$NAME' $NAME \"\\$NAME\""))
                .containsExactly("a b", "$NAME", "$NAME", "$NAME");
        assertThat(words("\"x$NONE\"")).containsExactly("x");
        assertThat(words("\"${NONE-5 s}\" \"${PORT-1}\" \"${NONE-}\""))
                .containsExactly("5 s", "8080", "");
    }

    @Test
    void shouldRefuseWhatIsNotComplete() {
        assertThatThrownBy(() -> words("a \"b")).hasMessageContaining("a quote (\")");
        assertThatThrownBy(() -> words("a 'b\"")).hasMessageContaining("a quote (')");
        assertThatThrownBy(() -> words("\\x4")).hasMessageContaining("hexadecimal");
        assertThatThrownBy(() -> words("\"${PORT\"")).hasMessageContaining("${NAME}");
    }

    private static List<String> words(String line) {
        return Tokenizer.words(line, VARIABLES::get);
    }
}

package labs.compute.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class StatementsTest {
    static Stream<Arguments> texts() {
        return Stream.of(
                Arguments.of("a;", List.of("a")),
                Arguments.of("a", List.of("a")),
                Arguments.of("a; -- note", List.of("a")),
                Arguments.of("a -- no; end\nb;", List.of("a -- no; end\nb")),
                Arguments.of("a; b; c", List.of("a", "b", "c")),
                Arguments.of(";;a;;", List.of("a")),
                Arguments.of("a /* ; */ b;", List.of("a /* ; */ b")),
                Arguments.of("a /* ;\n; */ b;", List.of("a /* ;\n; */ b")),
                Arguments.of("/* ;\n; */", List.of()),
                Arguments.of("a ';' b;", List.of("a ';' b")),
                Arguments.of("a \";\" b;", List.of("a \";\" b")),
                Arguments.of("a 'it''s;' b;", List.of("a 'it''s;' b")),
                Arguments.of("a\nb\n;c", List.of("a\nb", "c")),
                Arguments.of("-- note", List.of()),
                Arguments.of("", List.of()),
                Arguments.of("quit", List.of("quit")),
                Arguments.of("QUIT;", List.of("QUIT")),
                Arguments.of("a; page 20", List.of("a", "page 20")),
                Arguments.of("PAGE 1 -- note\ntables", List.of("PAGE 1 -- note", "tables")),
                Arguments.of("a\npage 3;", List.of("a\npage 3")),
                Arguments.of("help\nhelp;", List.of("help", "help")));
    }

    @ParameterizedTest
    @MethodSource("texts")
    void shouldEndStatementsWhereTheyEnd(String text, List<String> expected) {
        var statements = new Statements();
        var found = new ArrayList<String>();
        text.lines().forEach(line -> found.addAll(statements.line(line)));
        String last = statements.end();
        if (!last.isEmpty()) {
            found.add(last);
        }
        assertThat(found.stream().map(String::strip)).isEqualTo(expected);
        assertThat(statements.isOpen()).isFalse();
    }
}

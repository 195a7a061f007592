package labs.cli.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MarkdownTest {
    @TempDir Path dir;

    @Test
    void shouldFindBlocksWithTheirNotesAndHeadings() throws IOException {
        Markdown read =
                read(
                        """
                        # A title
                        ```sh until="serving at .*:[0-9]+" elsewhere="there"
                        ./lab run
                        # not a heading
                        ```
                        - in a list
                          ```text
                          indented
                          ```
                        ````
                        ```
                        ````
                        """);

        assertThat(read.headings()).containsExactly("A title");
        assertThat(read.blocks())
                .containsExactly(
                        new Block(
                                2,
                                "sh",
                                Map.of("until", "serving at .*:[0-9]+", "elsewhere", "there"),
                                List.of("./lab run", "# not a heading")),
                        new Block(7, "text", Map.of(), List.of("indented")),
                        new Block(10, "", Map.of(), List.of("```")));
    }

    @Test
    void shouldNameTheLineOfABlockThatIsNeverClosed() {
        assertThatThrownBy(() -> read("text\n\n```sh\nls\n"))
                .hasMessageContaining("README.md:3: this block is never closed");
    }

    @Test
    void shouldRefuseWordsThatAreNoNotes() {
        assertThatThrownBy(() -> read("```sh until=ready\nls\n```\n"))
                .hasMessageContaining("README.md:1: 'until=ready' must be notes");
    }

    @Test
    void shouldFindALineOfASnippetThatIsNotInItsFile() throws IOException {
        Path source =
                Files.writeString(
                        dir.resolve("A.java"), "class A {\n    int a;\n\n    int b;\n}\n");

        assertThat(snippet(source, "int a;\n\n  int b;").holds()).isTrue();
        assertThat(snippet(source, "class A {\n…\nint b;").holds()).isTrue();
        assertThat(snippet(source, "int a;\nint b;").against()).hasSize(1);
        assertThat(snippet(source, "int b;\n…\nint a;").holds()).isFalse();
        assertThat(snippet(dir.resolve("B.java"), "int b;").holds()).isFalse();
    }

    private static Evidence snippet(Path source, String lines) {
        return new Snippet(source, lines.lines().toList()).check();
    }

    private Markdown read(String text) throws IOException {
        return Markdown.read(Files.writeString(dir.resolve("README.md"), text));
    }
}

package labs.proxy.config;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import labs.kit.RequiresProgram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What we take, HAProxy takes too. */
@Timeout(30)
@RequiresProgram(name = "haproxy", install = "apt-get install haproxy")
final class HaproxyAgreesTest {
    @TempDir private Path directory;

    @Test
    void shouldTakeWhatWeTake() throws IOException, InterruptedException {
        assertThat(check(Texts.EVERYTHING)).contains("Configuration file is valid");
    }

    @Test
    void shouldCutWordsAsWeDo() throws IOException, InterruptedException {
        String text =
                """
                backend a\\x62c # a comment
                  mode "http"
                  http-request set-header X 'a # b'\\ "c \\"d\\"" if { path_reg ^/a\\.b$ }
                  server "one" '127.0.0.1':1 weight "2"
                """;
        assertThat(check(text)).contains("backend 'abc'").doesNotContain("[ALERT]");
    }

    @Test
    void shouldRefuseWhatWeRefuse() throws IOException, InterruptedException {
        assertThat(check("backend b\n server a 127.0.0.1:1 weight 257\n"))
                .contains("[ALERT]")
                .contains("my.cfg:2");
    }

    private String check(String text) throws IOException, InterruptedException {
        Path file = Files.writeString(directory.resolve("my.cfg"), text);
        Process haproxy =
                new ProcessBuilder("haproxy", "-c", "-f", file.toString())
                        .redirectErrorStream(true)
                        .start();
        try (var output = haproxy.getInputStream()) {
            return new String(output.readAllBytes(), UTF_8);
        } finally {
            haproxy.waitFor();
        }
    }
}

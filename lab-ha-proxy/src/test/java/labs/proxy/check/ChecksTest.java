package labs.proxy.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import labs.proxy.balance.Target;
import labs.proxy.config.Backend;
import labs.proxy.config.ConfigException;
import labs.proxy.config.ConfigReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class ChecksTest {
    private static final String WELL = "HTTP/1.1 200 OK\r\n\r\n";
    private static final String ILL = "HTTP/1.1 500 No\r\n\r\n";

    private final List<Checks.News> told = new CopyOnWriteArrayList<>();
    private final List<List<String>> said = new CopyOnWriteArrayList<>();

    @Test
    void shouldSayWhenAServerGoesAndReturns() throws IOException, ConfigException {
        try (var a = new FakeServer(WELL);
                var b = new FakeServer(WELL);
                var checks = Checks.start(backend(a, b, ""), this::say)) {
            await().until(() -> last().equals(List.of("a")));
            a.answer(ILL);
            await("the backup").until(() -> last().equals(List.of("b")));
            a.answer(WELL);
            await("a again").until(() -> last().equals(List.of("a")));
            assertThat(said)
                    .as("who could be used, one after the other")
                    .containsExactly(List.of("a"), List.of("b"), List.of("a"));
        }
    }

    @Test
    void shouldFollowTheTrafficToo() throws IOException, ConfigException {
        try (var a = new FakeServer(WELL);
                var b = new FakeServer(WELL);
                var checks =
                        Checks.start(
                                backend(
                                        a,
                                        b,
                                        "rise 1000 observe layer4 error-limit 2"
                                                + " on-error mark-down"),
                                this::say)) {
            await().until(() -> last().equals(List.of("a")));
            checks.erred("a");
            checks.erred("a");
            await("the backup").until(() -> last().equals(List.of("b")));
        }
    }

    private void say(Checks.News news) {
        assertThat(told.isEmpty() || !told.get(told.size() - 1).equals(news))
                .as("told of changes only")
                .isTrue();
        told.add(news);
        List<String> names = news.targets().stream().map(Target::name).toList();
        if (!names.equals(last()) || said.isEmpty()) {
            said.add(names);
        }
    }

    private List<String> last() {
        return said.isEmpty() ? List.of() : said.get(said.size() - 1);
    }

    private static Backend backend(FakeServer a, FakeServer b, String more) throws ConfigException {
        String text =
                """
                backend app
                    mode http
                    timeout check 10s
                    option httpchk GET /
                    server a 127.0.0.1:%d check inter 50ms rise 2 fall 2 %s
                    server b 127.0.0.1:%d check inter 50ms backup
                """
                        .formatted(a.address().getPort(), more, b.address().getPort());
        return ConfigReader.read("my.cfg", text, Map.<String, String>of()::get).backends().get(0);
    }
}

package labs.proxy.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(20)
final class ConfigErrorsTest {
    @Test
    void shouldSayAllThatIsWrongWithFileAndLine() {
        ConfigException wrong =
                failure(
                        """
                        global
                          nbproc 4
                        frontend web
                          mode http
                          bind *:80
                          use_backend nowhere if { path /x }
                          default_backend app
                        backend app
                          balance fastest
                          server a 127.0.0.1:
                        """);
        assertThat(wrong.problems()).extracting(Problem::line).containsExactly(2, 6, 7, 9, 10);
        assertThat(wrong.getMessage().lines())
                .hasSize(5)
                .allMatch(line -> line.startsWith("my.cfg:"));
        assertThat(wrong)
                .hasMessageContaining("my.cfg:6: there is no backend 'nowhere'")
                .hasMessageContaining(
                        "my.cfg:9: balance 'fastest' is not supported; supported: roundrobin");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "server a h:1 wieght 2           | server option 'wieght'",
                "server a h:1 weight 257         | weight '257' is not a number from 0 to 256",
                "server a h:1 inter 2 parsecs    | 'parsecs'",
                "server a h:1 inter 2y           | is not a time",
                "server a h:1 check inter 0      | inter must be longer",
                "server a h:0                    | port '0'",
                "server a h:1 ssl                | verify none",
                "server a                        | the line ends where",
                "server a sockpair@3             | has no port; supported: HOST:PORT",
                "timeout connect 25d             | longer than 2147483647 ms",
                "timeout lunch 1h                | supported: check, client",
                "option spdy                     | is not supported; supported: abortonclose",
                "no option spdy                  | is not supported",
                "acl a path                      | without a pattern",
                "acl a body x                    | sample 'body' is not supported",
                "acl a src example.org           | is not an IP address",
                "acl a src 10.0.0.0/33           | from 0 to 32",
                "acl a path_reg (                | is no pattern",
                "acl a path -m like x            | -m 'like' is not supported",
                "acl a queue(b) gt               | 'gt' without a number",
                "acl a queue(b) over 3           | 'over' is not a number",
                "acl a queue(c) gt 3             | there is no backend 'c'",
                "acl a nbsrv(b)                  | without a pattern",
                "acl a be_conn(b) -i 3           | compares numbers",
                "http-request deny if unknown    | must stand above",
                "http-request deny when x        | only if or unless",
                "http-request deny if { path /x  | }",
                "http-request set-header A %[fc] | sample 'fc' is not supported",
                "http-request set-header A 100%  | has a % that is not supported",
                "http-request set-header A \"a\\nB: c\" | control character",
                "http-request redirect location /x code 305 | supported: 301",
                "http-request lua.x              | supported: set-var(NAME)",
                "bind *:80                       | in backend, 'bind'",
                "stick on src                    | without a stick-table",
                "stick-table type float size 1k  | supported: ip, ipv6",
                "stick-table type ip size 9g     | is not a size",
                "balance random(0)               | draws '0'",
                "http-request set-header A %[rand(x)]  | rand's argument 'x' is not a number",
                "http-request set-header A %[rand(0)]  | nothing to choose from",
                "http-request set-header A %[path,field(b,/)] | field's argument 'b'",
                "http-request set-header A %[int(1),add(x)] | add's argument 'x'",
                "acl a hdr(host,last) x          | hdr's argument 'last'",
                "acl a sc_http_req_rate(a) gt 1  | sc_http_req_rate's argument 'a'",
                "http-request sc-inc-gpc0(7)     | counter '7' is not a number from 0 to 2",
                "tcp-request connection reject   | a backend has content",
                "cookie A rewrite                | supported: insert",
                "mode udp                        | supported: http, tcp",
                "retries many                    | retries 'many'",
                "errorfile 503 /x/y              | cannot read errorfile '/x/y'",
                "server a 'h:1                   | not closed",
            })
    void shouldRefuseWhatIsOutsideTheSubset(String line, String message) {
        ConfigException wrong = failure("backend b\n mode http\n " + line + "\n");
        assertThat(wrong.getMessage()).contains(message);
        assertThat(wrong.problems()).hasSize(1);
    }

    @Test
    void shouldSayOnceThatASectionIsNotKnown() {
        ConfigException wrong =
                failure(
                        """
                        backend b
                          server s h:1
                        cache small
                          total-max-size 4
                          max-age 10
                        nonsense
                          more of it
                        backend c
                          wrong too
                        """);
        assertThat(wrong.problems()).extracting(Problem::line).containsExactly(3, 6, 9);
        assertThat(wrong).hasMessageContaining("my.cfg:3: section 'cache' is not supported");
    }

    @Test
    void shouldSayEachThingOnOneLine() {
        ConfigException wrong = failure("backend b\n balance \"a\\nb\"\n");
        assertThat(wrong.getMessage().lines()).hasSize(1);
        assertThat(wrong).hasMessageContaining("balance 'a\\nb'");
    }

    @Test
    void shouldRefuseNamesThatMeet() {
        ConfigException wrong =
                failure("listen a\n bind :1\nbackend a\nbackend b\n server s h:1\n server s h:2\n");
        assertThat(wrong)
                .hasMessageContaining("my.cfg:3: the name 'a' is taken by line 1")
                .hasMessageContaining("my.cfg:6: a second server 's'");
    }

    @Test
    void shouldRefuseModesThatDiffer() {
        ConfigException wrong =
                failure("frontend f\n bind :1\n mode http\n default_backend b\nbackend b\n");
        assertThat(wrong).hasMessageContaining("my.cfg:4: 'f' and backend 'b' differ in mode");
    }

    @Test
    void shouldNeverFailInAnyOtherWay() {
        var random = new Random(10);
        List<String> lines = Texts.EVERYTHING.lines().toList();
        for (int i = 0; i < 3000; i++) {
            String text = mutated(lines, random);
            try {
                Texts.read(text);
            } catch (ConfigException e) {
                assertThat(e.problems()).isNotEmpty();
            } catch (RuntimeException e) {
                throw new AssertionError("no problem with a line, but a crash, of:\n" + text, e);
            }
        }
    }

    private static String mutated(List<String> lines, Random random) {
        var text = new StringBuilder(String.join("\n", lines));
        for (int i = 0; i < 5; i++) {
            int at = random.nextInt(text.length());
            switch (random.nextInt(3)) {
                case 0 -> text.deleteCharAt(at);
                case 1 -> text.insert(at, "\"' #\\{}!$(-:9\n".charAt(random.nextInt(14)));
                default -> text.setCharAt(at, (char) (32 + random.nextInt(95)));
            }
        }
        return text.toString();
    }

    private static ConfigException failure(String text) {
        ConfigException failure =
                catchThrowableOfType(ConfigException.class, () -> Texts.read(text));
        assertThat(failure).as("refused: %s", text).isNotNull();
        return failure;
    }
}

package labs.proxy.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import labs.proxy.config.Condition.Term;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(10)
final class ConfigReaderTest {
    @Test
    void shouldReadEverythingOfTheSubset() throws ConfigException {
        Configuration configuration = Texts.read(Texts.EVERYTHING);
        assertThat(configuration.global())
                .isEqualTo(
                        new Global(2000, List.of(new Address("/tmp/haproxy.sock", 0)), Map.of()));
        assertThat(configuration.frontends())
                .extracting(Frontend::name)
                .containsExactly("web", "status", "db");
        assertThat(configuration.backends())
                .extracting(Backend::name)
                .containsExactly("app", "images", "status", "db");
    }

    @Test
    void shouldReadAServerWithAllThatIsSaidOfIt() throws ConfigException {
        Backend app = Texts.read(Texts.EVERYTHING).backend("app").orElseThrow();
        assertThat(app.servers()).hasSize(3);
        Server first = app.servers().get(0);
        assertThat(first.address()).isEqualTo(new Address("127.0.0.1", 8001));
        assertThat(first.weight()).isEqualTo(20);
        assertThat(first.check()).isEqualTo(new Server.Check(true, Duration.ofMillis(500), 3, 2));
        assertThat(first.maxconn()).isEqualTo(100);
        assertThat(first.slowstart()).isEqualTo(Duration.ofSeconds(30));
        assertThat(first.cookie()).contains("one");
        assertThat(first.observe())
                .isEqualTo(new Server.Observe(Server.Layer.LAYER7, 5, Server.OnError.MARK_DOWN));
        assertThat(app.servers().get(1).sendProxy()).isEqualTo(Server.SendProxy.V2);
        assertThat(app.servers().get(2).backup()).isTrue();
    }

    @Test
    void shouldGiveAServerHaproxysOwnValuesForWhatIsNotSaid() throws ConfigException {
        Backend db = Texts.read("backend db\n server a h:1\n").backend("db").orElseThrow();
        Server only = db.servers().get(0);
        assertThat(only.weight()).isEqualTo(1);
        assertThat(only.maxconn()).isZero();
        assertThat(only.check()).isEqualTo(new Server.Check(false, Duration.ofSeconds(2), 2, 3));
        assertThat(db.retries()).isEqualTo(3);
    }

    @Test
    void shouldLetASectionSayOtherwiseThanTheDefaults() throws ConfigException {
        Configuration read =
                Texts.read(
                        """
                        defaults
                          mode http
                          timeout connect 1s
                          timeout server 1m
                          retries 7
                          option redispatch
                        backend a
                          timeout connect 50
                          no option redispatch
                        backend b
                        defaults
                          timeout connect 2s
                        backend c
                        """);
        Backend a = read.backends().get(0);
        assertThat(a.mode()).isEqualTo(Mode.HTTP);
        assertThat(a.redispatch()).isFalse();
        assertThat(a.timeouts().of(Timeouts.Kind.CONNECT)).contains(Duration.ofMillis(50));
        assertThat(a.timeouts().of(Timeouts.Kind.SERVER)).contains(Duration.ofMinutes(1));
        Backend b = read.backends().get(1);
        assertThat(b.timeouts().of(Timeouts.Kind.CONNECT)).contains(Duration.ofSeconds(1));
        assertThat(b.redispatch()).isTrue();
        Backend c = read.backends().get(2);
        assertThat(c.mode()).as("new defaults begin from nothing").isEqualTo(Mode.TCP);
        assertThat(c.retries()).isEqualTo(3);
    }

    @Test
    void shouldReadConditions() throws ConfigException {
        Frontend web = Texts.read(Texts.EVERYTHING).frontend("web").orElseThrow();
        Condition images = web.useBackend().get(0).condition();
        assertThat(images.unless()).isFalse();
        assertThat(images.anyOf()).hasSize(2);
        List<Term> both = images.anyOf().get(0);
        assertThat(both.get(0).acls()).as("two lines of one name").hasSize(2);
        assertThat(both.get(1).negated()).isTrue();
        Acl anonymous = images.anyOf().get(1).get(0).acls().get(0);
        assertThat(anonymous)
                .isEqualTo(
                        new Acl(
                                "",
                                Acl.Criterion.HEADER_BEGINS,
                                "host",
                                true,
                                List.of("img.", "static."),
                                List.of()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "3          | 3 to 3",
                "eq 3 5     | 3 to 3, 5 to 5",
                "2:5 7      | 2 to 5, 7 to 7",
                "gt 3       | 4 to more",
                "ge 3       | 3 to more",
                "lt 3       | 0 to 2",
                "le 3       | 0 to 3",
                "lt 1 ge 9  | 0 to 0, 9 to more",
            })
    void shouldReadWhatNumbersAreComparedWith(String words, String ranges) throws ConfigException {
        Configuration read =
                Texts.read(
                        """
                        frontend web
                          bind :80
                          use_backend b if { queue(b) %s }
                        backend b
                        """
                                .formatted(words));
        Condition condition = read.frontend("web").orElseThrow().useBackend().get(0).condition();
        assertThat(condition.acls().flatMap(acl -> acl.ranges().stream()))
                .extracting(
                        range ->
                                range.least()
                                        + " to "
                                        + (range.most() == Long.MAX_VALUE ? "more" : range.most()))
                .containsExactly(ranges.split(", "));
    }

    @Test
    void shouldKeepTheOrderOfHttpRules() throws ConfigException {
        Frontend web = Texts.read(Texts.EVERYTHING).frontend("web").orElseThrow();
        assertThat(web.httpRules())
                .hasExactlyElementsOfTypes(
                        HttpRule.Deny.class, HttpRule.SetHeader.class, HttpRule.Redirect.class);
        assertThat(((HttpRule.Deny) web.httpRules().get(0)).status()).isEqualTo(429);
        assertThat(web.forwardFor()).contains("X-Client");
    }

    @Test
    void shouldMakeAFrontendAndABackendOfListen() throws ConfigException {
        Configuration read = Texts.read(Texts.EVERYTHING);
        assertThat(read.frontend("db").orElseThrow().defaultBackend()).contains("db");
        Backend db = read.backend("db").orElseThrow();
        assertThat(db.balance()).isEqualTo(new Balance(Algorithm.RANDOM, 3));
        assertThat(db.stickTable()).contains(new StickTable(1 << 20, Duration.ofMinutes(30), ""));
        assertThat(db.stickOnSource()).isTrue();
        Frontend status = read.frontend("status").orElseThrow();
        assertThat(status.stats()).map(Stats::uri).contains("/status");
        assertThat(status.stats()).map(Stats::refresh).contains(Duration.ofSeconds(5));
    }

    @Test
    void shouldWarnOnceOfWhatHasNoEffect() throws ConfigException {
        Configuration read =
                Texts.read(
                        """
                        global
                          tune.bufsize 16384
                          user nobody
                        resolvers dns
                          nameserver one 10.0.0.1:53
                        defaults
                          option tcpka
                        backend a
                          option tcpka
                          compression algo gzip
                        """);
        assertThat(read.warnings())
                .extracting(Problem::message)
                .containsExactly(
                        "tune.bufsize has no effect here",
                        "section resolvers has no effect here",
                        "option tcpka has no effect here",
                        "compression has no effect here");
    }

    @Test
    void shouldTellOfWhatActsInHaproxyAndNotHere() throws ConfigException {
        Configuration read =
                Texts.read(
                        """
                        listen web
                            bind :80
                            mode http
                            stats admin if TRUE
                        backend app
                            tcp-request inspect-delay 5s
                            tcp-request content reject if { src 10.0.0.0/8 }
                        """);
        assertThat(read.warnings())
                .extracting(Problem::message)
                .containsExactly(
                        "stats admin has no effect here",
                        "tcp-request inspect-delay in a backend has no effect here");
    }

    @Test
    void shouldGiveServersWhatTheirDefaultsSay() throws ConfigException {
        Backend read =
                Texts.read(
                                """
                                defaults
                                  default-server inter 5s
                                backend a
                                  default-server fall 7 check
                                  server one 127.0.0.1:1
                                  server two 127.0.0.1:2 no-check fall 2 port 81 check-ssl verify none
                                  server-template web 2-3 127.0.0.1:9 weight 5
                                """)
                        .backends()
                        .get(0);
        assertThat(read.servers())
                .extracting(Server::name)
                .containsExactly("one", "two", "web2", "web3");
        assertThat(read.servers().get(0).check())
                .isEqualTo(new Server.Check(true, Duration.ofSeconds(5), 2, 7));
        assertThat(read.servers().get(1).check())
                .isEqualTo(new Server.Check(false, Duration.ofSeconds(5), 2, 2));
        assertThat(read.servers().get(1).checked().port()).isEqualTo(81);
        assertThat(read.servers().get(1).checked().tls()).isTrue();
        assertThat(read.servers().get(3).weight()).isEqualTo(5);
    }

    @Test
    void shouldReadOnlyTheBranchesThatHold() throws ConfigException {
        Configuration read =
                Texts.read(
                        """
                        .if feature(THREAD) && !defined(NOWHERE)
                        backend a
                        .else
                        nonsense
                        .endif
                        .if version_atleast(9.9)
                        nonsense
                        .elif streq("a",a)
                        backend b
                        .endif
                        """);
        assertThat(read.backends()).extracting(Backend::name).containsExactly("a", "b");
    }

    @Test
    void shouldTakeSeveralAddressesOfOneBind() throws ConfigException {
        Configuration read = Texts.read("frontend a\n bind *:80,:81,[::1]:82 accept-proxy\n");
        assertThat(read.frontends().get(0).binds())
                .extracting(Bind::address)
                .containsExactly(
                        new Address("*", 80), new Address("*", 81), new Address("::1", 82));
        assertThat(read.frontends().get(0).binds()).allMatch(Bind::acceptProxy);
    }
}

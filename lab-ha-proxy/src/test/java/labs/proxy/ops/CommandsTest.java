package labs.proxy.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import labs.proxy.check.Checks;
import labs.proxy.config.Server;
import labs.proxy.health.Admin;
import labs.proxy.health.State;
import labs.proxy.run.Proxy;
import labs.proxy.testing.Origin;
import labs.proxy.testing.Running;
import labs.proxy.testing.UnixSocket;
import labs.proxy.testing.Wire;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an operator sees and says. */
@Timeout(60)
final class CommandsTest {
    @RegisterExtension final Running running = new Running();
    @TempDir private Path directory;

    private Proxy proxy;
    private Commands commands;

    private void start(String servers, Object... values) throws Exception {
        proxy = running.proxy(Running.HTTP + servers, values);
        commands = new Commands(proxy::status, () -> "read anew");
    }

    /** The CSV as a reader of HAProxy's would read it: by the names of the columns. */
    private Map<String, Map<String, String>> csv() {
        List<String> lines = commands.run("show stat").lines().toList();
        assertThat(lines.get(0)).startsWith("# pxname,svname,").endsWith(",");
        String[] columns = lines.get(0).substring(2).split(",");
        Map<String, Map<String, String>> rows = new HashMap<>();
        for (String line : lines.subList(1, lines.size())) {
            String[] values = line.split(",", -1);
            assertThat(values)
                    .as("a comma behind each value of %s", line)
                    .hasSize(columns.length + 1);
            Map<String, String> row = new HashMap<>();
            for (int i = 0; i < columns.length; i++) {
                row.put(columns[i], values[i]);
            }
            rows.put(row.get("pxname") + "/" + row.get("svname"), row);
        }
        return rows;
    }

    @Test
    void shouldCountWhatHappens() throws Exception {
        Origin good = running.origin("a");
        start(
                """
                    server a 127.0.0.1:%d weight 3 cookie one maxconn 7
                    server b 127.0.0.1:%d weight 5 backup
                """,
                good.port(), good.port());
        for (int i = 0; i < 3; i++) {
            Wire.ask(proxy.address("web"), "/");
        }
        good.answer(Origin.bytes("HTTP/1.1 404 No\r\nContent-Length: 0\r\n\r\n", true));
        Wire.ask(proxy.address("web"), "/");
        await().until(() -> csv().get("web/FRONTEND").get("scur").equals("0"));

        Map<String, Map<String, String>> rows = csv();
        assertThat(rows.keySet())
                .containsExactlyInAnyOrder("web/FRONTEND", "app/a", "app/b", "app/BACKEND");
        assertThat(rows.get("web/FRONTEND"))
                .containsEntry("stot", "4")
                .containsEntry("req_tot", "4")
                .containsEntry("status", "OPEN")
                .containsEntry("hrsp_2xx", "3")
                .containsEntry("hrsp_4xx", "1")
                .containsEntry("type", "0")
                .containsEntry("mode", "http");
        assertThat(rows.get("app/a"))
                .containsEntry("stot", "4")
                .containsEntry("scur", "0")
                .containsEntry("smax", "1")
                .containsEntry("slim", "7")
                .containsEntry("weight", "3")
                .containsEntry("act", "1")
                .containsEntry("bck", "0")
                .containsEntry("status", "no check")
                .containsEntry("cookie", "one")
                .containsEntry("hrsp_2xx", "3")
                .containsEntry("type", "2");
        assertThat(rows.get("app/b")).containsEntry("act", "0").containsEntry("bck", "1");
        assertThat(rows.get("app/BACKEND"))
                .containsEntry("stot", "4")
                .containsEntry("act", "1")
                .containsEntry("bck", "1")
                .containsEntry("weight", "3")
                .containsEntry("status", "UP")
                .containsEntry("type", "1");
        assertThat(Long.parseLong(rows.get("app/a").get("bout"))).isPositive();
        assertThat(Long.parseLong(rows.get("app/a").get("bin"))).isPositive();
    }

    @Test
    void shouldSayHowServersAre() throws Exception {
        Origin dead = running.origin("dead");
        dead.kill();
        start(
                "    retries 0\n    server a 127.0.0.1:%d check inter 20ms fall 2 rise 2\n",
                dead.port());
        await().until(() -> csv().get("app/a").get("status").equals("DOWN"));
        Map<String, String> row = csv().get("app/a");
        assertThat(row).containsEntry("chkdown", "1");
        assertThat(Integer.parseInt(row.get("chkfail"))).isGreaterThanOrEqualTo(2);
        assertThat(csv().get("app/BACKEND"))
                .containsEntry("status", "DOWN")
                .containsEntry("act", "0")
                .containsEntry("weight", "0");
        dead.start();
        await().until(() -> csv().get("app/a").get("status").equals("UP"));
    }

    @Test
    void shouldCountConnectionsThatFail() throws Exception {
        Origin dead = running.origin("dead");
        dead.kill();
        start("    retries 0\n    server a 127.0.0.1:%d\n", dead.port());
        assertThat(Wire.ask(proxy.address("web"), "/").status()).isEqualTo(503);
        assertThat(csv().get("app/a")).containsEntry("econ", "1").containsEntry("scur", "0");
        assertThat(csv().get("web/FRONTEND")).containsEntry("hrsp_5xx", "1");
    }

    @Test
    void shouldSayHowChecksEnded() throws Exception {
        Origin app = running.origin(Origin.bytes("HTTP/1.1 503 Not now\r\n\r\n", false));
        start(
                """
                    timeout check 10s
                    option httpchk GET /
                    server a 127.0.0.1:%d check inter 20ms fall 2 rise 3 slowstart 1h
                    server b 127.0.0.1:%d
                """,
                app.port(), app.port());
        await().until(() -> csv().get("app/a").get("status").equals("DOWN"));
        assertThat(csv().get("app/a"))
                .containsEntry("check_status", "L7STS")
                .containsEntry("check_code", "503")
                .containsEntry("check_desc", "Layer7 wrong status")
                .containsEntry("last_chk", "Not now")
                .containsEntry("check_rise", "3")
                .containsEntry("check_fall", "2")
                .containsEntry("check_health", "0")
                .containsEntry("throttle", "");
        assertThat(Long.parseLong(csv().get("app/a").get("check_duration"))).isNotNegative();
        assertThat(csv().get("app/b")).containsEntry("check_status", "").containsEntry("sid", "2");
        await("time that counts").until(() -> !csv().get("app/a").get("downtime").equals("0"));
        app.answer(Origin.saying("well"));
        await().until(() -> csv().get("app/a").get("status").equals("UP"));
        assertThat(csv().get("app/a"))
                .containsEntry("check_status", "L7OK")
                .containsEntry("check_code", "200")
                .containsEntry("last_chk", "")
                .containsEntry("check_health", "4")
                .containsEntry("throttle", "7") // 1 of 16 steps
                .containsEntry("chkfail", "2"); // one that fails when it is down is no news
        assertThat(csv().get("app/BACKEND"))
                .as("its other server was there all the time")
                .containsEntry("downtime", "0")
                .containsEntry("chkdown", "0");
    }

    @Test
    void shouldCountInModeTcpToo() throws Exception {
        Origin app = running.origin("a");
        proxy =
                running.proxy(
                        Running.HTTP.replace("mode http", "mode tcp")
                                + "    server a 127.0.0.1:%d\n",
                        app.port());
        commands = new Commands(proxy::status, () -> "");
        try (Wire wire = Wire.to(proxy.address("web"))) {
            assertThat(wire.get("/").answer().text()).isEqualTo("a");
            Origin.reset(wire.socket());
        }
        await().until(() -> csv().get("app/a").get("cli_abrt").equals("1"));
        app.answer(
                (request, connection) -> {
                    Origin.reset(connection);
                    return false;
                });
        try (Wire wire = Wire.to(proxy.address("web"))) {
            wire.get("/");
            await().until(() -> csv().get("app/a").get("srv_abrt").equals("1"));
        }
        await().until(() -> csv().get("app/a").get("scur").equals("0"));
        Map<String, Map<String, String>> rows = csv();
        for (String name : List.of("app/a", "app/BACKEND")) {
            assertThat(rows.get(name))
                    .containsEntry("bin", rows.get("web/FRONTEND").get("bin"))
                    .containsEntry("cli_abrt", "1")
                    .containsEntry("srv_abrt", "1")
                    .containsEntry("rtime", "0")
                    .containsEntry("req_tot", "")
                    .containsEntry("stot", "2");
        }
    }

    @Test
    void shouldNumberSections() throws Exception {
        start(
                """
                    server a 127.0.0.1:1
                    server b 127.0.0.1:1
                listen all
                    bind 127.0.0.1:0
                    server c 127.0.0.1:1
                """);
        Map<String, Map<String, String>> rows = csv();
        Map<String, String> numbers = new TreeMap<>();
        rows.forEach((name, row) -> numbers.put(name, row.get("iid") + "." + row.get("sid")));
        assertThat(numbers)
                .as("iid.sid: HAProxy's numbers, one for all of a listen")
                .containsExactlyEntriesOf(
                        new TreeMap<>(
                                Map.of(
                                        "web/FRONTEND", "1.0",
                                        "app/a", "2.1",
                                        "app/b", "2.2",
                                        "app/BACKEND", "2.0",
                                        "all/FRONTEND", "3.0",
                                        "all/c", "3.1",
                                        "all/BACKEND", "3.0")));
    }

    @ParameterizedTest
    @CsvSource({
        "UP, 0, 6",
        "UP_GOING_DOWN, 1, 5",
        "UP_GOING_DOWN, 4, 2",
        "DOWN, 0, 0",
        "DOWN_GOING_UP, 1, 1",
    })
    void shouldCountHealthAsHaproxyDoes(State state, int streak, int health) {
        var check = new Server.Check(true, Duration.ofSeconds(2), 2, 5);
        var report =
                new Checks.Report(
                        state, streak, Admin.READY, 1, OptionalInt.empty(), 0, Optional.empty());
        assertThat(StatsCsv.health(report, check)).isEqualTo(health);
    }

    @Test
    void shouldMeasureRatesAndTimes() throws Exception {
        Origin app = running.origin("a");
        start("    server a 127.0.0.1:%d\n", app.port());
        for (String row : List.of("app/a", "app/BACKEND")) {
            assertThat(csv().get(row)).containsEntry("lastsess", "-1").containsEntry("rtime", "0");
        }
        CountDownLatch latch = new CountDownLatch(1);
        app.answer(Origin.after(latch, Origin.saying("late")));
        try (Wire wire = Wire.to(proxy.address("web"))) {
            wire.get("/");
            await("the request is there").until(() -> app.seen().size() == 1);
            await("a rate").until(() -> !csv().get("app/a").get("rate_max").equals("0"));
            long waited = System.nanoTime();
            await().until(() -> System.nanoTime() - waited > TimeUnit.MILLISECONDS.toNanos(300));
            latch.countDown();
            assertThat(wire.answer().text()).isEqualTo("late");
        }
        await().until(() -> csv().get("app/a").get("scur").equals("0"));
        for (String name : List.of("app/a", "app/BACKEND")) {
            Map<String, String> row = csv().get(name);
            assertThat(Long.parseLong(row.get("rtime")))
                    .as("rtime of " + name)
                    .isBetween(300L, 60_000L);
            assertThat(Long.parseLong(row.get("ttime"))).isGreaterThanOrEqualTo(300);
            assertThat(row).containsEntry("req_tot", "1").containsEntry("qtime", "0");
            assertThat(Long.parseLong(row.get("lastsess"))).isNotNegative();
            assertThat(Long.parseLong(row.get("rate_max"))).isPositive();
        }
        assertThat(Long.parseLong(csv().get("web/FRONTEND").get("req_rate_max"))).isPositive();
    }

    @Test
    void shouldCountWhoWaits() throws Exception {
        CountDownLatch latch = new CountDownLatch(1);
        Origin app = running.origin(Origin.after(latch, Origin.saying("a")));
        start(
                """
                    cookie SRV insert
                    timeout queue 20s
                    server a 127.0.0.1:%d maxconn 1 cookie c
                """,
                app.port());
        try (Wire first = Wire.to(proxy.address("web"));
                Wire second = Wire.to(proxy.address("web"));
                Wire third = Wire.to(proxy.address("web"))) {
            first.get("/");
            await().until(() -> csv().get("app/a").get("scur").equals("1"));
            second.get("/", "Cookie: SRV=c");
            await().until(() -> csv().get("app/BACKEND").get("qcur").equals("1"));
            third.get("/");
            await().until(() -> csv().get("app/BACKEND").get("qcur").equals("2"));
            latch.countDown();
            for (Wire wire : List.of(first, second, third)) {
                assertThat(wire.answer().status()).isEqualTo(200);
            }
        }
        assertThat(csv().get("app/BACKEND")).containsEntry("qcur", "0").containsEntry("qmax", "2");
        assertThat(csv().get("app/a")).containsEntry("qmax", "1");
    }

    @Test
    void shouldCountWhoBrokeOff() throws Exception {
        Origin app =
                running.origin(
                        Origin.bytes("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc", false));
        start("    server a 127.0.0.1:%d\n", app.port());
        try (Wire wire = Wire.to(proxy.address("web"))) {
            wire.get("/");
            await().until(() -> csv().get("app/a").get("srv_abrt").equals("1"));
        }
        try (Wire wire = Wire.to(proxy.address("web"))) {
            wire.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nabc");
            await().until(() -> csv().get("app/a").get("stot").equals("2"));
        }
        await().until(() -> csv().get("app/a").get("cli_abrt").equals("1"));
        assertThat(csv().get("app/BACKEND"))
                .containsEntry("srv_abrt", "1")
                .containsEntry("cli_abrt", "1")
                .containsEntry("eresp", "1");
    }

    @ParameterizedTest
    @CsvSource({
        "a, a",
        "'', ''",
        "'a,b', '\"a,b\"'",
        "'a\"b', '\"a\"\"b\"'",
        "'a\nb', '\"a\nb\"'",
    })
    void shouldQuoteWhatWouldBeTwoValues(String value, String quoted) {
        assertThat(StatsCsv.quoted(value)).isEqualTo(quoted);
    }

    @Test
    void shouldDrainAServer() throws Exception {
        Origin one = running.origin("one");
        Origin two = running.origin("two");
        start(
                """
                    cookie SRV insert
                    server one 127.0.0.1:%d cookie c1
                    server two 127.0.0.1:%d cookie c2
                """,
                one.port(), two.port());
        assertThat(commands.run("set server app/one state drain")).isEmpty();
        await().until(() -> csv().get("app/one").get("status").equals("DRAIN"));
        for (int i = 0; i < 4; i++) {
            assertThat(Wire.ask(proxy.address("web"), "/").text()).isEqualTo("two");
        }
        assertThat(Wire.ask(proxy.address("web"), "/", "Cookie: SRV=c1").text())
                .as("whoever belongs to it may still come")
                .isEqualTo("one");
        commands.run("disable server app/one");
        await().until(() -> csv().get("app/one").get("status").equals("MAINT"));
        assertThat(Wire.ask(proxy.address("web"), "/", "Cookie: SRV=c1").text())
                .as("and now may not")
                .isEqualTo("two");
        commands.run("enable server app/one");
        await().until(() -> csv().get("app/one").get("status").equals("no check"));
        commands.run("set server app/two state maint");
        await().until(() -> csv().get("app/two").get("status").equals("MAINT"));
        assertThat(Wire.ask(proxy.address("web"), "/").text()).isEqualTo("one");
        commands.run("set server app/two state ready");
        await().until(() -> csv().get("app/two").get("status").equals("no check"));
    }

    @ParameterizedTest
    @CsvSource({
        "set weight app/a 7, 7",
        "set server app/a weight 7, 7",
        "set weight app/a 0, 0",
        "set weight app/a 256, 256",
        "set weight app/a 50%, 5",
        "set weight app/a 1%, 1",
        "set weight app/a 200%, 20",
        "set weight app/a 0%, 0",
    })
    void shouldChangeWeights(String command, String weight) throws Exception {
        start("    server a 127.0.0.1:1 weight 10\n");
        assertThat(commands.run("get weight app/a")).isEqualTo("10 (initial 10)\n");
        assertThat(commands.run(command)).isEmpty();
        await().until(() -> commands.run("get weight app/a").equals(weight + " (initial 10)\n"));
        assertThat(csv().get("app/a")).containsEntry("weight", weight);
    }

    @Test
    void shouldShareByTheNewWeights() throws Exception {
        Origin one = running.origin("one");
        Origin two = running.origin("two");
        start("    server one 127.0.0.1:%d\n    server two 127.0.0.1:%d\n", one.port(), two.port());
        commands.run("set weight app/one 3");
        await().until(() -> commands.run("get weight app/one").startsWith("3 "));
        for (int i = 0; i < 8; i++) {
            Wire.ask(proxy.address("web"), "/");
        }
        assertThat(one.seen()).hasSize(6);
        assertThat(two.seen()).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "set weight app/x 1            | No such server.",
                "set weight xxx/a 1            | No such backend.",
                "set weight a 1                | No such backend.",
                "set weight app/a 257          | more than 256",
                "set weight app/a -1           | is no weight",
                "set weight app/a x            | is no weight",
                "set weight app/a              | not complete",
                "set server app/a state happy  | ready, drain or maint",
                "set server app/a foo bar      | ready, drain or maint",
                "nonsense                      | Unknown command 'nonsense'",
                "''                            | Unknown command ''",
                "help                          | show stat",
                "show info                     | Uptime_sec: ",
                "reload                        | read anew",
            })
    void shouldSayWhatIsWrong(String command, String said) throws Exception {
        start("    server a 127.0.0.1:1\n");
        assertThat(commands.run(command)).contains(said).endsWith("\n");
        assertThat(commands.run("get weight app/a")).isEqualTo("1 (initial 1)\n");
    }

    @Test
    void shouldTakeCommandsOnASocketOfTheOwnersOnly() throws Exception {
        start("    server a 127.0.0.1:1\n");
        Path path = directory.resolve("s");
        try (var socket = new CommandSocket(path, commands)) {
            assertThat(UnixSocket.ask(path, "get weight app/a")).isEqualTo("1 (initial 1)\n\n");
            assertThat(UnixSocket.ask(path, "set weight app/a 2; nonsense"))
                    .startsWith("\nUnknown command 'nonsense'");
            assertThat(Files.getPosixFilePermissions(path).toString())
                    .doesNotContain("GROUP", "OTHERS");
            assertThat(
                            org.assertj.core.api.Assertions.catchThrowable(
                                    () -> new CommandSocket(path, commands)))
                    .as("another proxy listens there")
                    .hasMessageContaining("in use");
        }
        assertThat(path).doesNotExist();
        Files.writeString(path, "left behind");
        try (var socket = new CommandSocket(path, commands)) {
            assertThat(UnixSocket.ask(path, "help")).contains("show stat");
        }
    }

    @Test
    void shouldShowAPageForPeopleAndTheSameForPrograms() throws Exception {
        Origin origin = running.origin("a");
        proxy =
                running.proxy(
                        Running.HTTP.replace(
                                        "bind",
                                        "stats enable\n    stats uri /st\n    stats refresh 3\n    bind")
                                + "    server a 127.0.0.1:%d check\n",
                        origin.port());
        commands = new Commands(proxy::status, () -> "");
        String page = Wire.ask(proxy.address("web"), "/st").text();
        assertThat(page)
                .contains("<h2>app</h2>", "FRONTEND", "BACKEND", "content=\"3\"", "/st;csv");
        String csv = Wire.ask(proxy.address("web"), "/st;csv").text();
        assertThat(csv.lines().findFirst())
                .isEqualTo(commands.run("show stat").lines().findFirst());
        assertThat(origin.seen()).isEmpty();
    }
}

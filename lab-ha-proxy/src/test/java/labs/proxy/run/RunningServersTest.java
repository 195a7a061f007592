package labs.proxy.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.InetSocketAddress;
import labs.proxy.ops.Commands;
import labs.proxy.testing.Origin;
import labs.proxy.testing.Running;
import labs.proxy.testing.Wire;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Servers that come, go and move while the proxy runs. */
@Timeout(120)
final class RunningServersTest {
    @RegisterExtension final Running running = new Running();

    private Commands commands;

    private InetSocketAddress start(Origin first) throws Exception {
        Proxy proxy =
                running.proxy(
                        Running.HTTP + "    server one 127.0.0.1:%d weight 7\n", first.port());
        commands = new Commands(proxy::status, () -> "", proxy::reload);
        return proxy.address("web");
    }

    @Test
    void shouldTakeAServerInAndLetItGo() throws Exception {
        Origin one = running.origin("one");
        Origin two = running.origin("two");
        InetSocketAddress web = start(one);
        assertThat(commands.run("add server app/two 127.0.0.1:" + two.port() + " weight 3"))
                .isEqualTo("New server registered.\n");
        assertThat(commands.run("add server app/two 127.0.0.1:1")).contains("Already exists");
        assertThat(commands.run("add server app/x 127.0.0.1:1 wieght 3")).contains("'wieght'");
        assertThat(commands.run("add server none/x 127.0.0.1:1")).contains("No such backend");
        assertThat(commands.run("disable server app/one")).isEmpty();
        await("a new server begins in maintenance")
                .untilAsserted(() -> assertThat(Wire.ask(web, "/").status()).isEqualTo(503));
        assertThat(commands.run("enable server app/two")).isEmpty();
        await("it serves")
                .untilAsserted(() -> assertThat(Wire.ask(web, "/").text()).isEqualTo("two"));
        assertThat(commands.run("del server app/two")).contains("maintenance");
        commands.run("disable server app/two");
        await("nobody is there any more")
                .untilAsserted(
                        () ->
                                assertThat(commands.run("del server app/two"))
                                        .isEqualTo("Server deleted.\n"));
        assertThat(commands.run("get weight app/two")).isEqualTo("No such server.\n");
    }

    @Test
    void shouldMoveAServer() throws Exception {
        Origin one = running.origin("one");
        Origin other = running.origin("other");
        InetSocketAddress web = start(one);
        assertThat(Wire.ask(web, "/").text()).isEqualTo("one");
        assertThat(commands.run("set server app/one addr 127.0.0.1 port " + other.port()))
                .isEmpty();
        assertThat(Wire.ask(web, "/").text()).isEqualTo("other");
        assertThat(commands.run("set server app/one fqdn localhost")).isEmpty();
        assertThat(commands.run("show servers state app"))
                .startsWith("1\n# be_id be_name srv_id srv_name srv_addr")
                .contains(" app 1 one ")
                .contains(" 7 7 ")
                .contains(" localhost " + other.port() + " ");
    }
}

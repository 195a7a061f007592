package labs.proxy.ops;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import labs.proxy.backend.Member;
import labs.proxy.backend.Upstream;
import labs.proxy.config.Backend;
import labs.proxy.config.Configuration;
import labs.proxy.config.Server;
import labs.proxy.health.Admin;

/**
 * Servers that come, go and move while the proxy runs: {@code add server}, {@code del server},
 * {@code set server … addr} and {@code fqdn}. Each makes another configuration of the one that
 * runs, which takes its place as at a reload: nobody is cut off.
 */
final class RunningServers {
    private static final String COLUMNS =
            "# be_id be_name srv_id srv_name srv_addr srv_op_state srv_admin_state srv_uweight"
                    + " srv_iweight srv_time_since_last_change srv_check_status srv_check_result"
                    + " srv_check_health srv_check_state srv_agent_state bk_f_forced_id"
                    + " srv_f_forced_id srv_fqdn srv_port srvrecord srv_use_ssl srv_check_port"
                    + " srv_check_addr srv_agent_addr srv_agent_port\n";

    /** Puts a configuration in the place of the one that runs. */
    interface Change {
        void to(Configuration next) throws IOException;
    }

    private final Change change;

    RunningServers(Change change) {
        this.change = change;
    }

    /** {@code add server BACKEND/NAME HOST:PORT [option …]}. */
    String add(Configuration now, String[] words) {
        String[] path = words.length < 4 ? new String[0] : words[2].split("/", 2);
        Optional<Backend> backend = path.length < 2 ? Optional.empty() : now.backend(path[0]);
        if (backend.isEmpty()) {
            return "No such backend.\n";
        }
        if (backend.get().servers().stream().anyMatch(one -> one.name().equals(path[1]))) {
            return "Already exists a server with the same name in backend.\n";
        }
        try {
            String rest = String.join(" ", List.of(words).subList(3, words.length));
            var servers = new ArrayList<>(backend.get().servers());
            servers.add(Server.parse(path[1] + " " + rest));
            return changed(now, path[0], servers, "New server registered.\n");
        } catch (IllegalArgumentException e) {
            return e.getMessage() + "\n";
        }
    }

    /** {@code del server}, of one in maintenance that serves nobody. */
    String delete(Configuration now, Upstream upstream, Member member) {
        if (member.standing().admin() != Admin.MAINTENANCE) {
            return "Only servers in maintenance mode can be deleted.\n";
        }
        if (member.counters().current() > 0) {
            return "Server still has connections attached to it, cannot remove it.\n";
        }
        var servers = new ArrayList<>(upstream.config().servers());
        servers.removeIf(one -> one.name().equals(member.name()));
        return changed(now, upstream.config().name(), servers, "Server deleted.\n");
    }

    /** {@code set server … addr HOST [port N]} and {@code fqdn NAME}. */
    String move(Configuration now, Upstream upstream, Member member, String host, int port) {
        List<Server> servers =
                upstream.config().servers().stream()
                        .map(one -> one.name().equals(member.name()) ? one.at(host, port) : one)
                        .toList();
        return changed(now, upstream.config().name(), servers, "");
    }

    private String changed(Configuration now, String backend, List<Server> servers, String answer) {
        try {
            change.to(now.withServers(backend, servers));
            return answer;
        } catch (IOException e) {
            return "nothing changed: " + e.getMessage() + "\n";
        }
    }

    /** {@code show servers state}: all of them, or those of one backend. */
    static String state(Status status, Optional<String> backend) {
        var text = new StringBuilder("1\n").append(COLUMNS);
        int id = 1;
        for (Backend config : status.configuration().backends()) {
            id++;
            Optional<Upstream> upstream = status.upstream(config.name());
            if (upstream.isPresent()
                    && (backend.isEmpty() || backend.get().equals(config.name()))) {
                int number = 0;
                for (Member member : upstream.get().members()) {
                    text.append(line(id, config, ++number, member)).append('\n');
                }
            }
        }
        return text.toString();
    }

    private static String line(int id, Backend backend, int number, Member member) {
        Member.Standing standing = member.standing();
        Server server = member.config();
        boolean up = standing.state().isUp();
        int admin =
                switch (standing.admin()) {
                    case READY -> 0;
                    case MAINTENANCE -> 1;
                    case DRAIN -> 8;
                };
        long since = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - standing.uptime().since());
        boolean name = !server.address().host().matches("[0-9.:a-fA-F]+");
        return "%d %s %d %s %s %d %d %d %d %d %d %d %d %d 0 0 0 %s %d - %d %d - - 0"
                .formatted(
                        id,
                        backend.name(),
                        number,
                        server.name(),
                        member.address().isUnresolved()
                                ? "-"
                                : member.address().getAddress().getHostAddress(),
                        up && admin != 1 ? 2 : 0,
                        admin,
                        standing.weight(),
                        server.weight(),
                        since,
                        server.check().enabled() ? (up ? 6 : 8) : 1,
                        server.check().enabled() ? (up ? 3 : 2) : 0,
                        StatsCsv.health(standing.report(), server.check()),
                        server.check().enabled() ? 6 : 0,
                        name ? server.address().host() : "-",
                        server.address().port(),
                        server.tls() ? 1 : 0,
                        server.checked().port() == server.address().port()
                                ? 0
                                : server.checked().port());
    }
}

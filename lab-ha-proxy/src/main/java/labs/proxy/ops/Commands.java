package labs.proxy.ops;

import java.io.IOException;
import java.util.Optional;
import java.util.function.Supplier;
import labs.proxy.backend.Member;
import labs.proxy.backend.Upstream;
import labs.proxy.config.Configuration;
import labs.proxy.health.Admin;

/**
 * What an operator may say to a proxy while it runs. The words are HAProxy's; a command that has
 * nothing to say answers with nothing, one that fails with a sentence. Thread-safe.
 */
public final class Commands {
    private static final int MAX_WEIGHT = 256;
    private static final String HELP =
            """
            show stat                              the statistics, as CSV
            show info                              about the proxy
            get weight BACKEND/SERVER              now, and in the configuration
            set weight BACKEND/SERVER N|N%         0 to 256, or a part of what is configured
            set server BACKEND/SERVER weight N|N%  the same
            set server BACKEND/SERVER state ready|drain|maint
            set server BACKEND/SERVER addr HOST [port N], fqdn NAME
            add server BACKEND/SERVER HOST:PORT [option ...]
            del server BACKEND/SERVER              one in maintenance
            show servers state [BACKEND]           what is known of each server
            disable server BACKEND/SERVER          as state maint
            enable server BACKEND/SERVER           as state ready
            reload                                 read the configuration anew
            help                                   this
            """;

    private final Supplier<Status> status;
    private final Supplier<String> reload;
    private final RunningServers servers;

    /**
     * @param reload reads the configuration anew, and says how it went
     */
    public Commands(Supplier<Status> status, Supplier<String> reload) {
        this(
                status,
                reload,
                next -> {
                    throw new IOException("this proxy's servers cannot be changed");
                });
    }

    /** Puts another configuration in the place of the one that runs. */
    public interface Change {
        void to(Configuration next) throws IOException;
    }

    /**
     * One that may change servers, too.
     *
     * @param reload reads the configuration anew, and says how it went
     */
    public Commands(Supplier<Status> status, Supplier<String> reload, Change change) {
        this.status = status;
        this.reload = reload;
        this.servers = new RunningServers(change::to);
    }

    /** Does what a line says; an answer that is not empty ends with the end of a line. */
    public String run(String line) {
        String[] words = line.strip().split("\\s+");
        // BEGIN SOLUTION
        return switch (words[0] + (words.length > 1 ? " " + words[1] : "")) {
            case "show stat" -> StatsCsv.of(status.get());
            case "show info" -> info();
            case "get weight" -> on(words, 3, this::weight);
            case "set weight" ->
                    on(words, 4, (upstream, member) -> weigh(upstream, member, words[3]));
            case "set server" ->
                    on(
                            words,
                            words.length == 7 ? 7 : 5,
                            (upstream, member) -> set(upstream, member, words));
            case "disable server" -> on(words, 3, to(Admin.MAINTENANCE));
            case "enable server" -> on(words, 3, to(Admin.READY));
            case "show servers" ->
                    RunningServers.state(
                            status.get(),
                            words.length > 3 ? Optional.of(words[3]) : Optional.empty());
            case "add server" -> servers.add(status.get().configuration(), words);
            case "del server" ->
                    on(
                            words,
                            3,
                            (upstream, member) ->
                                    servers.delete(status.get().configuration(), upstream, member));
            case "reload" -> reload.get() + "\n";
            case "help" -> HELP;
            default -> "Unknown command '" + line.strip() + "'. Known:\n" + HELP;
        };
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO ha-proxy-6: README, part 6");
    }

    private String info() {
        Status now = status.get();
        return "Name: lab-ha-proxy\nUptime_sec: %d\nCurrConns: %d\nMaxconn: %d\n"
                .formatted(
                        now.uptime().toSeconds(),
                        now.clients(),
                        now.configuration().global().maxconn());
    }

    // BEGIN SOLUTION
    private interface Action {
        String on(Upstream upstream, Member member);
    }

    private String on(String[] words, int length, Action action) {
        if (words.length != length) {
            return "'" + String.join(" ", words) + "' is not complete. Known:\n" + HELP;
        }
        String[] path = words[2].split("/", 2);
        Optional<Upstream> upstream = status.get().upstream(path[0]);
        if (path.length < 2 || upstream.isEmpty()) {
            return "No such backend.\n";
        }
        return upstream.get()
                .member(path[1])
                .map(member -> action.on(upstream.get(), member))
                .orElse("No such server.\n");
    }

    private static Action to(Admin admin) {
        return (upstream, member) -> {
            upstream.administer(member, admin);
            return "";
        };
    }

    private String set(Upstream upstream, Member member, String[] words) {
        return switch (words[3] + " " + words[4]) {
            case "state ready" -> to(Admin.READY).on(upstream, member);
            case "state drain" -> to(Admin.DRAIN).on(upstream, member);
            case "state maint" -> to(Admin.MAINTENANCE).on(upstream, member);
            default ->
                    switch (words[3]) {
                        case "weight" -> weigh(upstream, member, words[4]);
                        case "addr", "fqdn" -> move(upstream, member, words);
                        default ->
                                "'set server' wants weight N, addr HOST, fqdn NAME, or state ready, drain or maint.\n";
                    };
        };
    }

    private String move(Upstream upstream, Member member, String[] words) {
        boolean port = words.length == 7 && words[5].equals("port") && words[6].matches("\\d{1,5}");
        if (words.length == 7 && !port) {
            return "'set server' wants addr HOST port N.\n";
        }
        return servers.move(
                status.get().configuration(),
                upstream,
                member,
                words[4],
                port ? Integer.parseInt(words[6]) : 0);
    }

    private String weight(Upstream upstream, Member member) {
        return "%d (initial %d)\n".formatted(member.standing().weight(), member.config().weight());
    }

    private String weigh(Upstream upstream, Member member, String word) {
        if (!word.matches("\\d{1,5}%?")) {
            return "'" + word + "' is no weight: 0 to 256, or a percentage.\n";
        }
        boolean part = word.endsWith("%");
        int number = Integer.parseInt(word.replace("%", ""));
        // A server that had a weight does not lose all of it to rounding.
        int weight = part ? (member.config().weight() * number + 99) / 100 : number;
        if (weight > MAX_WEIGHT) {
            return "'" + word + "' is more than 256.\n";
        }
        upstream.reweigh(member, weight);
        return "";
    }
    // END SOLUTION
    // STUB: // What else it needs goes here.
}

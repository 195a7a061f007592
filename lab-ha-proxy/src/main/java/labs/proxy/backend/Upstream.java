package labs.proxy.backend;

import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import labs.proxy.balance.Balancer;
import labs.proxy.balance.Balancers;
import labs.proxy.balance.Loads;
import labs.proxy.balance.Target;
import labs.proxy.check.Checks;
import labs.proxy.config.Algorithm;
import labs.proxy.config.Backend;
import labs.proxy.config.Server;
import labs.proxy.config.Timeouts;
import labs.proxy.health.Admin;
import labs.proxy.overload.Turnstile;
import labs.proxy.stats.Counters;

/**
 * A backend while the proxy runs: its servers, who is up, who is next, who waits. Thread-safe.
 * Close it.
 */
public final class Upstream implements AutoCloseable {
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration TURN_AROUND = Duration.ofSeconds(1);

    private final Backend config;
    private final Duration connectTimeout;
    private final Counters counters;
    private final Map<String, Member> members = new LinkedHashMap<>();
    private final Map<String, String> byCookie = new HashMap<>();
    private final Loads loads = new Loads();
    private final Turnstile turnstile;
    private final Balancer balancer;
    private final Optional<StickyClients> sticky;
    private final Checks checks;
    private volatile List<Target> targets;
    private volatile Uptime uptime;
    private final boolean limited; // whether any server has a maxconn
    private List<Target> used = List.of(); // what the balancer knows; guarded by the balancer

    /**
     * Begins to check its servers. All are taken to be up until then.
     *
     * @param counters of the backend, and of its servers by their names
     */
    public Upstream(
            Backend config,
            Counters counters,
            Function<String, Counters> ofServer,
            RandomGenerator random) {
        this.config = config;
        this.connectTimeout = config.timeouts().of(Timeouts.Kind.CONNECT).orElse(CONNECT);
        this.counters = counters;
        for (Server server : config.servers()) {
            members.put(server.name(), new Member(server, ofServer.apply(server.name())));
            server.cookie().ifPresent(cookie -> byCookie.putIfAbsent(cookie, server.name()));
        }
        this.turnstile = new Turnstile(loads, name -> members.get(name).config().maxconn());
        this.limited = config.servers().stream().anyMatch(server -> server.maxconn() > 0);
        this.balancer = Balancers.of(config.balance(), loads, random);
        this.sticky =
                config.stickTable()
                        .filter(table -> config.stickOnSource())
                        .map(table -> new StickyClients(table, System::nanoTime));
        this.targets = atFirst(config);
        this.uptime = Uptime.from(!targets.isEmpty(), System.nanoTime());
        this.checks = Checks.start(config, this::heard);
    }

    private static List<Target> atFirst(Backend config) {
        List<Target> first = of(config, false);
        return first.isEmpty() ? of(config, true).stream().limit(1).toList() : first;
    }

    private static List<Target> of(Backend config, boolean backups) {
        return config.servers().stream()
                .filter(server -> server.backup() == backups && server.weight() > 0)
                .map(server -> new Target(server.name(), server.weight()))
                .toList();
    }

    private void heard(Checks.News news) {
        news.reports().forEach((name, report) -> members.get(name).stands(report));
        boolean changed = !targets.equals(news.targets());
        targets = news.targets();
        uptime = uptime.turned(!targets.isEmpty(), System.nanoTime());
        if (changed && limited && turnstile.waiting() > 0) {
            turnstile.reconsider(
                    members.values().stream()
                            .filter(Member::servesItsOwn)
                            .map(Member::name)
                            .collect(Collectors.toSet()));
        }
    }

    public Backend config() {
        return config;
    }

    public Counters counters() {
        return counters;
    }

    /**
     * Counts one more, of the backend and of the server.
     *
     * @param member null where there is none yet
     */
    public void count(Member member, Function<Counters, LongAdder> which) {
        which.apply(counters).increment();
        if (member != null) {
            which.apply(member.counters()).increment();
        }
    }

    /** How long one try to connect may take. */
    public Duration connectTimeout() {
        return connectTimeout;
    }

    /** How long one may wait for a server; as long as for a connection if nothing is said. */
    public Duration queueTimeout() {
        return config.timeouts().of(Timeouts.Kind.QUEUE).orElse(connectTimeout);
    }

    /** How long to wait before the same server is tried again. */
    Duration turnAround() {
        return connectTimeout.compareTo(TURN_AROUND) < 0 ? connectTimeout : TURN_AROUND;
    }

    /** In the order of the file. */
    public List<Member> members() {
        return List.copyOf(members.values());
    }

    public Optional<Member> member(String name) {
        return Optional.ofNullable(members.get(name));
    }

    /** How many servers new clients may go to now. */
    public int usable() {
        return targets.size();
    }

    /** When there was any server that new clients may go to. */
    public Uptime uptime() {
        return uptime;
    }

    /** How many wait. */
    public int waiting() {
        return turnstile.waiting();
    }

    /** How many are here, those who wait too. */
    public int inside() {
        return waiting() + members.keySet().stream().mapToInt(loads::of).sum();
    }

    public int waitingFor(Member member) {
        return turnstile.waitingFor(member.name());
    }

    /** The server whose cookie this is, if it may still be used by those who have it. */
    public Optional<String> byCookie(String cookie) {
        return Optional.ofNullable(byCookie.get(cookie)).filter(this::servesItsOwn);
    }

    /** Whether a client that wants just this server may have it. */
    public boolean mayServe(String server) {
        return servesItsOwn(server);
    }

    private boolean servesItsOwn(String server) {
        return members.containsKey(server) && members.get(server).servesItsOwn();
    }

    /**
     * Comes to a server, or waits for one.
     *
     * @param admitted told by some thread, if this one waits and is let in later
     */
    public Place enter(Wish wish, Runnable admitted) {
        Optional<String> own = own(wish);
        Chosen choice = new Chosen(wish);
        return limited
                ? place(turnstile.enter(own, choice, server -> admitted.run()))
                : new DirectPlace(own.or(() -> choice.among(Set.of())).map(members::get), loads);
    }

    private Place place(Turnstile.Ticket ticket) {
        if (turnstile.isWaiting(ticket)) {
            int all = turnstile.waiting();
            counters.waited(all);
            turnstile
                    .waitsFor(ticket)
                    .map(members::get)
                    .filter(member -> all > member.counters().mostWaiting()) // or it is no record
                    .ifPresent(member -> member.counters().waited(waitingFor(member)));
        }
        return new PlaceInLine(turnstile, ticket, members::get);
    }

    private Optional<String> own(Wish wish) {
        if (wish.own().isPresent() || !wish.avoid().isEmpty()) {
            return wish.own();
        }
        return sticky.flatMap(table -> table.of(wish.source())).filter(this::servesItsOwn);
    }

    private static boolean hashes(Algorithm algorithm) {
        return switch (algorithm) {
            case SOURCE, URI, HEADER, ARGUMENT -> true;
            default -> false;
        };
    }

    /** Whether another server is as good as any: then a failed one need not be tried again. */
    public boolean takesTurns() {
        Algorithm algorithm = config.balance().algorithm();
        return config.redispatch() && !hashes(algorithm) && targets.size() > 1;
    }

    /** A client got through to a server. */
    public void reached(Member member, Wish wish) {
        sticky.ifPresent(table -> table.remember(wish.source(), member.name()));
    }

    /** Traffic says that a server is well; looked at only where {@code observe} says so. */
    public void answered(Member member) {
        if (member.config().observe().layer() != Server.Layer.NONE) {
            checks.answered(member.name());
        }
    }

    /** Traffic says that a server is not. */
    public void erred(Member member) {
        if (member.config().observe().layer() != Server.Layer.NONE) {
            checks.erred(member.name());
        }
    }

    /** The operator wants something else of a server. */
    public void administer(Member member, Admin admin) {
        checks.administer(member.name(), admin);
    }

    public void reweigh(Member member, int weight) {
        checks.reweigh(member.name(), weight);
    }

    /** Goes on with what is known of the servers of the same name and address. */
    public void continues(Upstream before) {
        for (Member member : members.values()) {
            Member old = before.members.get(member.name());
            if (old != null && old.address().equals(member.address())) {
                Member.Standing standing = old.standing();
                if (!standing.state().isUp() && member.config().check().enabled()) {
                    checks.begunDown(member.name());
                }
                if (standing.admin() != Admin.READY) {
                    checks.administer(member.name(), standing.admin());
                }
            }
        }
    }

    /** Stops checking. Who is inside may finish. */
    @Override
    public void close() {
        checks.close();
    }

    /** What the balancer says, for one wish. */
    private final class Chosen implements Turnstile.Choice {
        private final Wish wish;

        Chosen(Wish wish) {
            this.wish = wish;
        }

        @Override
        public boolean any() {
            return !targets.isEmpty();
        }

        @Override
        public Optional<String> among(Set<String> full) {
            List<Target> all = targets;
            List<Target> left = without(all, wish.avoid());
            left = left.isEmpty() ? all : left;
            if (!hashes() && !full.isEmpty()) {
                left = without(left, full);
            }
            synchronized (balancer) {
                if (left != used) {
                    balancer.use(left);
                    used = left;
                }
                return balancer.choose(wish.key()).map(Target::name);
            }
        }

        private boolean hashes() {
            Algorithm algorithm = config.balance().algorithm();
            return Upstream.hashes(algorithm);
        }

        private List<Target> without(List<Target> all, Set<String> some) {
            return some.isEmpty()
                    ? all
                    : all.stream().filter(target -> !some.contains(target.name())).toList();
        }
    }
}

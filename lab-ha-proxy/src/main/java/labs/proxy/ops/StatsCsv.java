package labs.proxy.ops;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import labs.proxy.backend.Member;
import labs.proxy.backend.Upstream;
import labs.proxy.check.Checks;
import labs.proxy.config.Backend;
import labs.proxy.config.Frontend;
import labs.proxy.config.Mode;
import labs.proxy.config.Server;
import labs.proxy.health.Admin;
import labs.proxy.stats.Counters;

/**
 * The statistics as HAProxy's CSV, so that what reads those reads these: the same columns under the
 * same names in the same order, each line with a comma behind its last value. For each proxy in the
 * order of the file: {@code FRONTEND}, its servers, {@code BACKEND}.
 *
 * <p>Empty is what a line has nothing to say about, and always what this proxy does not do:
 * compression, agents, tracking of other servers, a limit of the line ({@code qlimit}) or of rates
 * ({@code rate_lim}), and the details of failed checks ({@code hanafail}).
 *
 * <p>What means something else than in HAProxy: {@code rate_max} and {@code lastsess} are looked at
 * once a second, see {@link labs.proxy.stats.Rate}; {@code ttime} begins with the request, and not
 * with the silence before it; {@code qcur} and {@code qmax} of a backend count those too who wait
 * for one server; a backend without servers is down; checks go on in maintenance, and say how they
 * end, and {@code downtime} does not forget the time that was spent there; a check that is under
 * way puts no {@code *} before the status of the last one.
 */
final class StatsCsv {
    static final List<String> COLUMNS =
            List.of(
                    ("pxname svname qcur qmax scur smax slim stot bin bout dreq dresp ereq econ"
                                    + " eresp wretr wredis status weight act bck chkfail chkdown"
                                    + " lastchg downtime qlimit pid iid sid throttle lbtot tracked"
                                    + " type rate rate_lim rate_max check_status check_code"
                                    + " check_duration hrsp_1xx hrsp_2xx hrsp_3xx hrsp_4xx hrsp_5xx"
                                    + " hrsp_other hanafail req_rate req_rate_max req_tot cli_abrt"
                                    + " srv_abrt comp_in comp_out comp_byp comp_rsp lastsess"
                                    + " last_chk last_agt qtime ctime rtime ttime agent_status"
                                    + " agent_code agent_duration check_desc agent_desc check_rise"
                                    + " check_fall check_health agent_rise agent_fall agent_health"
                                    + " addr cookie mode algo")
                            .split(" "));
    private static final String[] TYPES = {"0", "1", "2"}; // frontend, backend, server

    private StatsCsv() {}

    /** All of it, with the line of column names, which begins with {@code #} and a blank. */
    static String of(Status status) {
        // BEGIN SOLUTION
        var csv = new StringBuilder("# ");
        COLUMNS.forEach(column -> csv.append(column).append(','));
        csv.append('\n');
        for (Map<String, String> row : rows(status)) {
            for (String column : COLUMNS) {
                csv.append(quoted(row.getOrDefault(column, ""))).append(',');
            }
            csv.append('\n');
        }
        return csv.toString();
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO ha-proxy-6: README, part 6");
    }

    /** A value that holds a comma, a quote or a line's end stands in quotes, its quotes doubled. */
    static String quoted(String value) {
        // BEGIN SOLUTION
        boolean plain =
                value.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return plain ? value : '"' + value.replace("\"", "\"\"") + '"';
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO ha-proxy-6: README, part 6");
    }

    private record Part(int line, int order, List<Map<String, String>> rows) {}

    /** One map from column to value for each line. */
    static List<Map<String, String>> rows(Status status) {
        var parts = new ArrayList<Part>();
        for (Frontend frontend : status.configuration().frontends()) {
            parts.add(new Part(frontend.line(), 0, List.of(row(frontend, status))));
        }
        for (Backend backend : status.configuration().backends()) {
            Optional<Upstream> upstream = status.upstream(backend.name());
            upstream.ifPresent(one -> parts.add(new Part(backend.line(), 1, rows(one))));
        }
        parts.sort(Comparator.comparingInt(Part::line).thenComparingInt(Part::order));
        number(parts, status);
        return parts.stream().flatMap(part -> part.rows().stream()).toList();
    }

    // A section is one proxy, also if it is both; HAProxy's socket for commands is one, too.
    private static void number(List<Part> parts, Status status) {
        int id = status.configuration().global().statsSockets().isEmpty() ? 0 : 1;
        int line = -1;
        for (Part part : parts) {
            id += part.line() == line ? 0 : 1;
            line = part.line();
            for (Map<String, String> row : part.rows()) {
                row.put("iid", "" + id);
            }
        }
    }

    private static Map<String, String> row(Frontend frontend, Status status) {
        Counters counters = status.frontends().apply(frontend.name());
        Map<String, String> row = row(frontend.name(), "FRONTEND", frontend.mode(), counters);
        row.put("status", "OPEN");
        row.put("type", TYPES[0]);
        row.put("slim", frontend.maxconn() == 0 ? "" : "" + frontend.maxconn());
        row.put("req_tot", "" + counters.requests.sum());
        row.put("dreq", "" + counters.denied.sum());
        row.put("ereq", "" + counters.badRequests.sum());
        Measured.addFrontend(row, counters);
        return row;
    }

    private static List<Map<String, String>> rows(Upstream upstream) {
        var rows = new ArrayList<Map<String, String>>();
        for (Member member : upstream.members()) {
            Map<String, String> row = row(upstream, member);
            Measured.addServer(row, member, upstream.config().mode(), rows.size() + 1);
            rows.add(row);
        }
        Map<String, String> sum = row(upstream);
        Measured.addBackend(sum, upstream);
        rows.add(sum);
        return rows;
    }

    /**
     * The health of a server as HAProxy counts it, from 0 to {@code rise + fall - 1}: one more for
     * each passed check, one less for each failed one. From {@code rise} on a server is up. One
     * that comes up has all of it at once, one that goes down nothing.
     */
    static int health(Checks.Report report, Server.Check check) {
        // BEGIN SOLUTION
        int full = check.rise() + check.fall() - 1;
        return report.state().isUp() ? full - report.streak() : report.streak();
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO ha-proxy-6: README, part 6");
    }

    private static Map<String, String> row(Upstream upstream, Member member) {
        Backend backend = upstream.config();
        Map<String, String> row =
                row(backend.name(), member.name(), backend.mode(), member.counters());
        // BEGIN SOLUTION
        Member.Standing standing = member.standing();
        row.put("status", Status.word(member));
        row.put("weight", "" + standing.weight());
        row.put("act", member.config().backup() ? "0" : "1");
        row.put("bck", member.config().backup() ? "1" : "0");
        row.put("chkfail", "" + standing.failedChecks());
        row.put("chkdown", "" + standing.uptime().falls());
        row.put("lastchg", "" + seconds(standing.uptime().since()));
        row.put("qcur", "" + upstream.waitingFor(member));
        row.put("slim", member.config().maxconn() == 0 ? "" : "" + member.config().maxconn());
        row.put("lbtot", "" + member.counters().sessions.sum());
        row.put("type", TYPES[2]);
        row.put("addr", member.config().address().host() + ":" + member.config().address().port());
        row.put("cookie", member.config().cookie().orElse(""));
        servers(row, member.counters());
        return row;
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO ha-proxy-6: README, part 6");
    }

    private static Map<String, String> row(Upstream upstream) {
        Backend backend = upstream.config();
        Map<String, String> row =
                row(backend.name(), "BACKEND", backend.mode(), upstream.counters());
        // BEGIN SOLUTION
        List<Member> up = upstream.members().stream().filter(StatsCsv::serves).toList();
        List<Member> active = up.stream().filter(member -> !member.config().backup()).toList();
        row.put("status", up.isEmpty() ? "DOWN" : "UP");
        row.put("act", "" + active.size());
        row.put("bck", "" + (up.size() - active.size()));
        row.put(
                "weight",
                "" + active.stream().mapToInt(member -> member.standing().weight()).sum());
        row.put("qcur", "" + upstream.waiting());
        row.put(
                "scur",
                "" + upstream.members().stream().mapToInt(one -> one.counters().current()).sum());
        row.put("stot", "" + upstream.counters().requests.sum());
        row.put("lbtot", row.get("stot"));
        row.remove("smax"); // the most of each server are not the most of all at one time
        row.put("type", TYPES[1]);
        row.put("algo", backend.balance().algorithm().name().toLowerCase().replace("_", ""));
        servers(row, upstream.counters());
        return row;
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO ha-proxy-6: README, part 6");
    }

    private static boolean serves(Member member) {
        return member.standing().state().isUp() && member.standing().admin() == Admin.READY;
    }

    private static void servers(Map<String, String> row, Counters counters) {
        row.put("econ", "" + counters.failedConnects.sum());
        row.put("eresp", "" + counters.badResponses.sum());
        row.put("wretr", "" + (counters.retries.sum() - counters.redispatches.sum()));
        row.put("wredis", "" + counters.redispatches.sum());
    }

    private static Map<String, String> row(
            String proxy, String name, Mode mode, Counters counters) {
        var row = new HashMap<String, String>();
        row.put("pxname", proxy);
        row.put("svname", name);
        row.put("mode", mode.name().toLowerCase());
        row.put("pid", "1");
        row.put("scur", "" + counters.current());
        row.put("smax", "" + counters.most());
        row.put("stot", "" + counters.sessions.sum());
        row.put("bin", "" + counters.bytesIn.sum());
        row.put("bout", "" + counters.bytesOut.sum());
        if (mode == Mode.HTTP) {
            for (int i = 1; i <= 5; i++) {
                row.put("hrsp_" + i + "xx", "" + counters.answers(i));
            }
            row.put("hrsp_other", "" + counters.answers(0));
        }
        return row;
    }

    private static long seconds(long sinceNanos) {
        return TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - sinceNanos);
    }
}

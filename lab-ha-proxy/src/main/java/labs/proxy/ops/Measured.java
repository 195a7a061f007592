package labs.proxy.ops;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import java.util.Map;
import labs.proxy.backend.Member;
import labs.proxy.backend.Upstream;
import labs.proxy.check.CheckResult;
import labs.proxy.check.Checks;
import labs.proxy.config.Mode;
import labs.proxy.config.Server;
import labs.proxy.stats.Counters;
import labs.proxy.stats.Rate;
import labs.proxy.stats.Times;

/** The columns of {@link StatsCsv} that are measured, and not only counted. */
final class Measured {
    private final Map<String, String> row;
    private final long now = System.nanoTime();

    private Measured(Map<String, String> row) {
        this.row = row;
        put("dresp", 0); // no rule here denies an answer
    }

    private void put(String column, long value) {
        row.put(column, "" + value);
    }

    /** Those of a frontend. */
    static void addFrontend(Map<String, String> row, Counters counters) {
        var measured = new Measured(row);
        measured.rate("", counters.sessionRate);
        measured.rate("req_", counters.requestRate);
        measured.put("sid", 0);
    }

    /** Those of a server, which is the {@code number}-th of its backend. */
    static void addServer(Map<String, String> row, Member member, Mode mode, int number) {
        var measured = new Measured(row);
        measured.put("sid", number);
        if (mode == Mode.HTTP) {
            measured.put("req_tot", member.counters().answers());
        }
        measured.served(member.counters(), member.counters().sessionRate);
        Checks.Report report = member.standing().report();
        report.throttle().ifPresent(percent -> measured.put("throttle", percent));
        if (member.config().check().enabled()) {
            measured.put("downtime", measured.downSeconds(member));
            measured.checked(report, member.config().check());
        }
    }

    /** Those of a backend. */
    static void addBackend(Map<String, String> row, Upstream upstream) {
        var measured = new Measured(row);
        measured.put("sid", 0);
        if (upstream.config().mode() == Mode.HTTP) {
            measured.put("req_tot", upstream.counters().requests.sum());
        }
        measured.served(upstream.counters(), upstream.counters().requestRate);
        measured.put("chkdown", upstream.uptime().falls());
        measured.put("lastchg", NANOSECONDS.toSeconds(measured.now - upstream.uptime().since()));
        measured.put("downtime", NANOSECONDS.toSeconds(upstream.uptime().downNanos(measured.now)));
    }

    private long downSeconds(Member member) {
        return NANOSECONDS.toSeconds(member.standing().uptime().downNanos(now));
    }

    private void rate(String what, Rate rate) {
        String name = what + "rate";
        put(name, rate.perSecond(now));
        put(name + "_max", rate.most(now));
    }

    private void served(Counters counters, Rate rate) {
        rate("", rate);
        put("lastsess", rate.secondsSinceLast(now));
        put("qmax", counters.mostWaiting());
        put("cli_abrt", counters.clientAborts.sum());
        put("srv_abrt", counters.serverAborts.sum());
        Times times = counters.times;
        put("qtime", times.queue.millis());
        put("ctime", times.connect.millis());
        put("rtime", times.response.millis());
        put("ttime", times.total.millis());
    }

    private void checked(Checks.Report report, Server.Check check) {
        put("check_rise", check.rise());
        put("check_fall", check.fall());
        put("check_health", StatsCsv.health(report, check));
        row.put("check_status", "INI");
        row.put("check_desc", "Initializing");
        report.lastCheck().ifPresent(this::last);
    }

    private void last(Checks.LastCheck check) {
        CheckResult result = check.result();
        row.put("check_status", result.status().name());
        row.put("check_desc", result.status().description());
        row.put("check_code", result.code() == 0 ? "" : "" + result.code());
        row.put("last_chk", result.text());
        put("check_duration", check.millis());
    }
}

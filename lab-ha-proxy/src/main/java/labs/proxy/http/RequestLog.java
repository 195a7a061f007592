package labs.proxy.http;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import labs.proxy.backend.Upstream;
import labs.proxy.config.Format;
import labs.proxy.config.LogSettings;
import labs.proxy.http.Conditions.Seen;
import labs.proxy.ops.Syslog;

/** Tells of each request, or of each connection in mode tcp, as {@code log-format} says. */
public final class RequestLog {
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss", Locale.ROOT);
    private static final int INFO = 6;

    private final LogSettings settings;
    private final Filler format;

    private RequestLog(LogSettings settings, Function<String, Upstream> backends) {
        this.settings = settings;
        Format said = settings.format().orElse(CONNECTION);
        this.format = new Filler(said, backends, LogVariables::of, "-");
    }

    private static final Format CONNECTION =
            new Format(
                    java.util.List.of(
                            new Format.Text("Connect from "),
                            new Format.Variable("ci", false),
                            new Format.Text(":"),
                            new Format.Variable("cp", false),
                            new Format.Text(" to "),
                            new Format.Variable("fi", false),
                            new Format.Text(":"),
                            new Format.Variable("fp", false),
                            new Format.Text(" ("),
                            new Format.Variable("f", false),
                            new Format.Text("/HTTP)")));

    /** Empty where nobody is told anything. */
    public static Optional<RequestLog> of(
            LogSettings settings, Function<String, Upstream> backends) {
        return settings.targets().isEmpty()
                ? Optional.empty()
                : Optional.of(new RequestLog(settings, backends));
    }

    void write(Seen seen) {
        LogRecord record = seen.scope().log;
        boolean failed = !record.state.equals("--") && !record.state.startsWith("L");
        boolean error =
                failed || (seen.scope().response != null && seen.scope().response.status() >= 500);
        if (settings.withoutNormal() && !error) {
            return;
        }
        String line = format.fill(seen);
        for (LogSettings.Target target : settings.targets()) {
            int level = INFO;
            if (level <= target.level()) {
                Syslog.send(target, level, line);
            }
        }
    }

    /** Of one connection in mode tcp. */
    public void write(
            labs.proxy.backend.Peer client,
            String frontend,
            Upstream upstream,
            String server,
            LogRecord record) {
        var scope = new Scope();
        scope.frontend = frontend;
        scope.upstream = upstream;
        scope.server = server;
        scope.log = record;
        write(new Seen(null, client, scope));
    }

    /** What times and counts {@code %Tr} and its like stand for; null for what is not known. */
    static String of(String name, Seen seen) {
        LogRecord record = seen.scope().log;
        if (record == null) {
            return null;
        }
        return switch (name) {
            case "TR", "Tq" -> "" + record.reading();
            case "Tw" -> "" + record.waiting();
            case "Tc" -> "" + record.connecting();
            case "Tr" -> "" + record.answering();
            case "Ta", "Tt" -> "" + record.all();
            case "Th", "Ti" -> "0";
            case "B" -> "" + record.bytesOut;
            case "U" -> "" + record.bytesIn;
            case "tsc" -> record.state + record.cookies;
            case "ts" -> record.state;
            case "rc" -> (record.redispatched ? "+" : "") + record.retries;
            case "ac", "fc" -> "" + record.frontendConnections;
            case "bc" -> "" + record.backendConnections;
            case "sc" -> "" + record.serverConnections;
            case "sq", "bq", "lc" -> "0";
            case "hr", "hs", "hrl", "hsl" -> captures(name, seen);
            default -> time(name, record.beganMillis);
        };
    }

    private static String captures(String name, Seen seen) {
        Scope scope = seen.scope();
        List<String> values =
                name.startsWith("hs") ? scope.answerCaptures() : scope.requestCaptures();
        return values.isEmpty()
                ? ""
                : values.stream()
                        .map(value -> value == null ? "" : value)
                        .collect(Collectors.joining("|", "{", "}"));
    }

    private static String time(String name, long millis) {
        Instant at = Instant.ofEpochMilli(millis);
        return switch (name) {
            case "t", "tr" ->
                    DATE.format(at.atZone(ZoneId.systemDefault()))
                            + ".%03d".formatted(millis % 1000);
            case "T", "trg" -> DATE.format(at.atZone(ZoneOffset.UTC)) + " +0000";
            case "Tl", "trl" -> DATE.format(at.atZone(ZoneId.systemDefault())) + " +0000";
            case "Ts" -> "" + millis / 1000;
            case "ms" -> "" + millis % 1000;
            default -> null;
        };
    }
}

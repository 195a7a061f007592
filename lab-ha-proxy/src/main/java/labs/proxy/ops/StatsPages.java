package labs.proxy.ops;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.Template;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import labs.proxy.config.Stats;
import labs.proxy.http.Answer;
import labs.proxy.http.HttpEngine;

/** {@code stats}: a page for people, and behind {@code ;csv} the same for programs. */
public final class StatsPages implements HttpEngine.Pages {
    private static final Template PAGE = template();
    private static final String UNITS = "kMGTP";

    private final Supplier<Status> status;

    public StatsPages(Supplier<Status> status) {
        this.status = status;
    }

    private static Template template() {
        try (InputStream text = StatsPages.class.getResourceAsStream("stats.mustache")) {
            return Mustache.compiler()
                    .defaultValue("")
                    .compile(new String(text.readAllBytes(), UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Answer page(Stats settings, String target) {
        Status now = status.get();
        return target.substring(settings.uri().length()).startsWith(";csv")
                ? Answer.page("text/plain", StatsCsv.of(now))
                : Answer.page("text/html; charset=utf-8", html(settings, now));
    }

    private static String html(Stats settings, Status now) {
        Map<String, Object> page = new HashMap<>();
        long refresh = settings.refresh().toSeconds();
        page.put("refresh", refresh == 0 ? "" : refresh);
        page.put("uptime", time(now.uptime().toSeconds()));
        page.put("clients", now.clients());
        page.put("csv", settings.uri() + ";csv");
        page.put("proxies", proxies(now));
        return PAGE.execute(page);
    }

    private static List<Map<String, Object>> proxies(Status now) {
        Map<String, List<Map<String, String>>> byProxy = new LinkedHashMap<>();
        for (Map<String, String> row : StatsCsv.rows(now)) {
            byProxy.computeIfAbsent(row.get("pxname"), name -> new ArrayList<>()).add(styled(row));
        }
        var proxies = new ArrayList<Map<String, Object>>();
        byProxy.forEach((name, rows) -> proxies.add(Map.of("name", name, "rows", rows)));
        return proxies;
    }

    private static Map<String, String> styled(Map<String, String> row) {
        String status = row.get("status");
        String turning = status.contains("/") ? "turning" : "";
        row.put(
                "style",
                row.get("svname").equals("BACKEND") || row.get("svname").equals("FRONTEND")
                        ? "sum " + (status.equals("DOWN") ? "down" : "up")
                        : status.startsWith("UP")
                                ? "up " + turning
                                : status.startsWith("DOWN")
                                        ? "down " + turning
                                        : status.equals("no check") ? "" : "maint");
        row.put("since", time(row, "lastchg", 0));
        row.put("down", time(row, "downtime", 1));
        row.put("lastSession", time(row, "lastsess", 0));
        row.put("received", bytes(Long.parseLong(row.get("bin"))));
        row.put("sent", bytes(Long.parseLong(row.get("bout"))));
        if (row.containsKey("throttle")) {
            row.put("throttled", " at " + row.get("throttle") + " %");
        }
        if (row.containsKey("check_duration")) {
            row.put("lastCheck", lastCheck(row));
        }
        return row;
    }

    private static String lastCheck(Map<String, String> row) {
        String code = row.get("check_code");
        return row.get("check_status")
                + (code.isEmpty() ? "" : "/" + code)
                + " in "
                + row.get("check_duration")
                + " ms";
    }

    /** Empty where there is none, or less than the least that is worth to be told. */
    private static String time(Map<String, String> row, String column, long least) {
        long seconds = Long.parseLong(row.getOrDefault(column, "-1"));
        return seconds < least ? "" : time(seconds);
    }

    private static String bytes(long bytes) {
        if (bytes < 10_000) {
            return bytes + " B";
        }
        double shown = bytes;
        int unit = -1;
        do {
            shown /= 1000;
            unit++;
        } while (shown >= 10_000 && unit < UNITS.length() - 1);
        return "%.0f %sB".formatted(shown, UNITS.charAt(unit));
    }

    private static String time(long seconds) {
        return seconds < 60
                ? seconds + " s"
                : seconds < 3600
                        ? seconds / 60 + " min " + seconds % 60 + " s"
                        : seconds / 3600 + " h " + seconds % 3600 / 60 + " min";
    }
}

package labs.proxy.http;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import labs.proxy.http.Conditions.Seen;

/** What {@code %ci} and its like stand for. What this proxy does not know is empty. */
final class LogVariables {
    private static final Map<String, Function<Seen, String>> KNOWN = new TreeMap<>();

    static {
        KNOWN.put("ci", seen -> seen.client().address());
        KNOWN.put("cp", seen -> "" + seen.client().source().getPort());
        KNOWN.put("fi", seen -> Fetches.text(seen.client().destination().getAddress()));
        KNOWN.put("fp", seen -> "" + seen.client().destination().getPort());
        KNOWN.put("f", seen -> seen.scope().frontend);
        KNOWN.put("ft", seen -> seen.scope().frontend + (seen.client().tls() ? "~" : ""));
        KNOWN.put("b", seen -> backend(seen));
        KNOWN.put("s", seen -> seen.scope().server.isEmpty() ? "<NOSRV>" : seen.scope().server);
        KNOWN.put("HM", seen -> seen.request() == null ? null : seen.request().head().method());
        KNOWN.put("HU", seen -> seen.request() == null ? null : seen.request().head().target());
        KNOWN.put(
                "HP",
                seen ->
                        seen.request() == null
                                ? null
                                : seen.request().head().target().replaceFirst("\\?.*", ""));
        KNOWN.put(
                "HPO",
                seen ->
                        seen.request() == null
                                ? null
                                : Target.path(seen.request().head().target()));
        KNOWN.put("HQ", LogVariables::query);
        KNOWN.put("HV", seen -> seen.request() == null ? null : version(seen));
        KNOWN.put("r", LogVariables::requestLine);
        KNOWN.put("ID", seen -> seen.scope().uniqueId);
        KNOWN.put(
                "ST",
                seen -> seen.scope().response == null ? "-1" : "" + seen.scope().response.status());
        KNOWN.put("pid", seen -> "" + ProcessHandle.current().pid());
        KNOWN.put("rt", seen -> "0");
        KNOWN.put("CC", seen -> "-");
        KNOWN.put("CS", seen -> "-");
    }

    private LogVariables() {}

    static Function<Seen, String> of(String name) {
        return KNOWN.getOrDefault(name, seen -> RequestLog.of(name, seen));
    }

    private static String backend(Seen seen) {
        return seen.scope().upstream == null
                ? seen.scope().frontend
                : seen.scope().upstream.config().name();
    }

    private static String version(Seen seen) {
        return "HTTP/1." + (seen.request().head().isVersion11() ? '1' : '0');
    }

    private static String query(Seen seen) {
        String query = seen.request() == null ? "" : Target.query(seen.request().head().target());
        return query.isEmpty() ? "" : "?" + query;
    }

    private static String requestLine(Seen seen) {
        return seen.request() == null
                ? "<BADREQ>"
                : seen.request().head().method()
                        + " "
                        + seen.request().head().target()
                        + " "
                        + version(seen);
    }
}

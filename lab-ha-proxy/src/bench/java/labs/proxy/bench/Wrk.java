package labs.proxy.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One run of wrk, the load generator.
 *
 * @param requests all that were answered
 * @param perSecond of them
 * @param p99Millis so long took the slowest of a hundred, at most
 */
record Wrk(long requests, double perSecond, double p99Millis) {
    private static final Pattern REQUESTS = Pattern.compile("(\\d+) requests in");
    private static final Pattern RATE = Pattern.compile("Requests/sec:\\s+([0-9.]+)");
    private static final Pattern P99 = Pattern.compile("99%\\s+([0-9.]+)(us|ms|s)");
    private static final Pattern BAD = Pattern.compile("Non-2xx|Socket errors.*");

    static Wrk run(int port, int connections, double seconds, String... fields)
            throws IOException, InterruptedException {
        var command =
                new ArrayList<>(
                        List.of(
                                "wrk",
                                "--latency",
                                "-t1",
                                "-c" + connections,
                                "-d" + (int) seconds));
        for (String field : fields) {
            command.add("-H");
            command.add(field);
        }
        command.add("http://127.0.0.1:" + port + "/");
        Process wrk = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(wrk.getInputStream().readAllBytes());
        if (wrk.waitFor() != 0) {
            throw new IOException("wrk: " + said);
        }
        Matcher bad = BAD.matcher(said);
        if (bad.find()) {
            throw new IOException("wrong answers: " + said);
        }
        return new Wrk(
                Long.parseLong(found(REQUESTS, said, 1)),
                Double.parseDouble(found(RATE, said, 1)),
                millis(found(P99, said, 1), found(P99, said, 2)));
    }

    private static String found(Pattern pattern, String text, int group) throws IOException {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.find()) {
            throw new IOException("wrk said something else: " + text);
        }
        return matcher.group(group);
    }

    private static double millis(String number, String unit) {
        double value = Double.parseDouble(number);
        return unit.equals("us") ? value / 1000 : unit.equals("s") ? value * 1000 : value;
    }
}

package labs.proxy.config;

import java.util.List;

/** Reads what follows {@code log}, and has the formats that HAProxy has names for. */
final class LogWords {
    private static final List<String> FACILITIES =
            List.of(
                    "kern", "user", "mail", "daemon", "auth", "syslog", "lpr", "news", "uucp",
                    "cron", "auth2", "ftp", "ntp", "audit", "alert", "cron2", "local0", "local1",
                    "local2", "local3", "local4", "local5", "local6", "local7");
    private static final List<String> LEVELS =
            List.of("emerg", "alert", "crit", "err", "warning", "notice", "info", "debug");

    /** {@code option httplog}. */
    static final Format HTTP =
            Formats.read(
                    "%ci:%cp [%tr] %ft %b/%s %TR/%Tw/%Tc/%Tr/%Ta %ST %B %CC %CS %tsc"
                            + " %ac/%fc/%bc/%sc/%rc %sq/%bq %hr %hs %{+Q}r");

    /** {@code option tcplog}. */
    static final Format TCP =
            Formats.read("%ci:%cp [%t] %ft %b/%s %Tw/%Tc/%Tt %B %ts %ac/%fc/%bc/%sc/%rc %sq/%bq");

    /** {@code option httplog clf}. */
    static final Format CLF =
            Formats.read(
                    "%{+Q}o %{-Q}ci - - [%trg] %r %ST %B \"\" \"\" %cp %ms %ft %b %s %TR %Tw %Tc"
                            + " %Tr %Ta %tsc %ac %fc %bc %sc %rc %sq %bq %CC %CS %hrl %hsl");

    private LogWords() {}

    static LogSettings.Target read(Words words) {
        String address = words.next("where to log");
        String form = "rfc3164";
        while (List.of("len", "format", "sample").contains(words.peek())) {
            boolean format = words.take("format");
            if (!format) {
                words.next("");
            }
            String value = words.next("a value");
            form = format ? value : form;
        }
        int facility = oneOf(words, FACILITIES, "facility");
        int level = words.hasNext() ? oneOf(words, LEVELS, "level") : LEVELS.size() - 1;
        if (words.hasNext()) {
            oneOf(words, LEVELS, "level");
        }
        return new LogSettings.Target(address, facility, level, "haproxy", form);
    }

    private static int oneOf(Words words, List<String> names, String what) {
        String word = words.next("the " + what);
        int at = names.indexOf(word);
        if (at < 0) {
            throw Words.unsupported(what, word, names);
        }
        return at;
    }
}

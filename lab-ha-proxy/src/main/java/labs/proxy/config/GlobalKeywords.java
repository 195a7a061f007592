package labs.proxy.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The section {@code global}. */
final class GlobalKeywords {
    /** About the process, its rights and its log: ours is one JVM and has none of them. */
    private static final Set<String> SILENT =
            Set.of("daemon", "user", "group", "chroot", "pidfile", "nbthread", "uid", "gid");

    /** The same, of what somebody could expect an effect. */
    private static final Set<String> IGNORED =
            Set.of(
                    "busy-polling",
                    "ca-base",
                    "cpu-map",
                    "debug",
                    "description",
                    "expose-experimental-directives",
                    "external-check",
                    "h1-case-adjust",
                    "hard-stop-after",
                    "insecure-fork-wanted",
                    "insecure-setuid-wanted",
                    "issuers-chain-path",
                    "localpeer",
                    "log-send-hostname",
                    "log-tag",
                    "master-worker",
                    "max-spread-checks",
                    "maxcompcpuusage",
                    "maxcomprate",
                    "maxconnrate",
                    "maxpipes",
                    "maxsessrate",
                    "maxsslconn",
                    "maxsslrate",
                    "maxzlibmem",
                    "mworker-max-reloads",
                    "node",
                    "noepoll",
                    "nogetaddrinfo",
                    "nopoll",
                    "noreuseport",
                    "nosplice",
                    "numa-cpu-mapping",
                    "quiet",
                    "server-state-base",
                    "server-state-file",
                    "set-dumpable",
                    "setcap",
                    "spread-checks",
                    "ssl-load-extra-files",
                    "ssl-mode-async",
                    "ssl-server-verify",
                    "ssl-skip-self-issued-ca",
                    "strict-limits",
                    "thread-groups",
                    "ulimit-n",
                    "unix-bind",
                    "wurfl-data-file",
                    "zero-warning",
                    "grace");

    private static final List<String> PREFIXES =
            List.of(
                    "tune.",
                    "ssl-default-bind-",
                    "ssl-default-server-",
                    "ssl-dh-",
                    "profiling.",
                    "51degrees-",
                    "deviceatlas-",
                    "wurfl-");
    private static final Set<String> VARIABLES = Set.of("setenv", "presetenv");

    private final Map<String, String> variables = new HashMap<>();
    private final List<LogSettings.Target> logs = new ArrayList<>();
    private final List<Address> sockets = new ArrayList<>();
    private final Map<String, Map<String, String>> users = new HashMap<>();
    private final List<String> warnings = new ArrayList<>();
    private String certificateBase = "";
    private int maxconn;

    void accept(ConfigLine line) {
        var words = new Words(line.words());
        String name = words.next("a keyword");
        if (SILENT.contains(name)) {
            return;
        }
        if (IGNORED.contains(name) || PREFIXES.stream().anyMatch(name::startsWith)) {
            warnings.add(name);
            return;
        }
        switch (name) {
            case "maxconn" -> maxconn = words.nextInt("maxconn", 1, 10_000_000);
            case "stats" -> stats(words);
            case "log" -> logs.add(LogWords.read(words));
            case "crt-base" -> certificateBase = words.next("a directory");
            case "no" -> warnings.add("no " + words.rest());
            default -> other(name, words);
        }
        words.end();
    }

    private void other(String name, Words words) {
        if (VARIABLES.contains(name)) {
            String variable = words.next("a variable's name");
            String value = words.next("its value");
            if (name.equals("setenv") || !variables.containsKey(variable)) {
                variables.put(variable, value);
            }
            return;
        }
        var supported = new TreeSet<>(IGNORED);
        supported.addAll(SILENT);
        supported.addAll(List.of("maxconn", "stats socket", "log", "crt-base", "setenv", "tune.…"));
        throw Words.unsupported("in global,", name, supported);
    }

    private void stats(Words words) {
        if (words.take("timeout") || words.take("maxconn")) {
            words.next("a value"); // a command is one line, and its answer ends the connection
            return;
        }
        if (words.take("bind-process")) {
            words.rest();
            warnings.add("stats bind-process");
            return;
        }
        if (!words.take("socket")) {
            throw new LineException(
                    "stats '" + words.peek() + "' in global: socket, timeout and maxconn are");
        }
        sockets.add(Address.parse(path(words.next("the socket's path"))));
        // Rights of the socket's file: it is the user's own in any case.
        while (words.hasNext()) {
            if (!Set.of(
                            "mode",
                            "level",
                            "user",
                            "group",
                            "uid",
                            "gid",
                            "process",
                            "thread",
                            "expose-fd",
                            "name")
                    .contains(words.peek())) {
                throw Words.unsupported(
                        "stats socket option", words.peek(), List.of("mode", "level"));
            }
            words.next("an option");
            words.next("a value");
        }
    }

    private static String path(String word) {
        boolean relative = !word.startsWith("/") && !word.contains("@") && !word.contains(":");
        return relative ? "unix@" + word : word;
    }

    /** {@code user NAME password|insecure-password WORD} of a {@code userlist}. */
    void user(String list, Words words) {
        Map<String, String> passwords = users.computeIfAbsent(list, any -> new HashMap<>());
        if (words.take("group")) {
            words.rest();
            return;
        }
        if (!words.take("user")) {
            throw Words.unsupported("in userlist,", words.peek(), List.of("user", "group"));
        }
        String name = words.next("the user's name");
        if (words.take("password")) {
            passwords.put(name, "crypt:" + words.next("the password"));
        } else if (words.take("insecure-password")) {
            passwords.put(name, words.next("the password"));
        } else {
            throw Words.unsupported("user", words.peek(), List.of("password", "insecure-password"));
        }
        words.rest();
    }

    /** The value of a variable that the file itself has set; null if it has not. */
    String variable(String name) {
        return variables.get(name);
    }

    List<LogSettings.Target> logs() {
        return logs;
    }

    String certificateBase() {
        return certificateBase;
    }

    List<String> warnings() {
        return warnings;
    }

    Global global() {
        return new Global(maxconn, sockets, users);
    }
}

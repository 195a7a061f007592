package labs.proxy.config;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/** {@code .if}, {@code .elif}, {@code .else} and {@code .endif}: which lines count. */
final class Preprocessor {
    private static final Set<String> FEATURES = Set.of("THREAD", "OPENSSL", "EPOLL");
    private static final String VERSION = "2.6";

    private record Branch(boolean outer, boolean taken, boolean now) {}

    private final Deque<Branch> branches = new ArrayDeque<>();
    private final UnaryOperator<String> variables;

    Preprocessor(UnaryOperator<String> variables) {
        this.variables = variables;
    }

    boolean isOn() {
        return branches.isEmpty() || branches.peek().now();
    }

    /** Takes a line that begins with a dot; returns whether it was one of these. */
    boolean accept(List<String> words) {
        String expression = String.join("", words.subList(1, words.size()));
        switch (words.get(0)) {
            case ".if" -> {
                boolean outer = isOn();
                boolean holds = outer && holds(expression);
                branches.push(new Branch(outer, holds, holds));
            }
            case ".elif" -> {
                Branch before = pop();
                boolean holds = before.outer() && !before.taken() && holds(expression);
                branches.push(new Branch(before.outer(), before.taken() || holds, holds));
            }
            case ".else" -> {
                Branch before = pop();
                branches.push(new Branch(before.outer(), true, before.outer() && !before.taken()));
            }
            case ".endif" -> pop();
            case ".diag", ".notice", ".warning" -> {} // for people
            case ".alert" -> {
                if (isOn()) {
                    throw new LineException(String.join(" ", words.subList(1, words.size())));
                }
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private Branch pop() {
        if (branches.isEmpty()) {
            throw new LineException("an .elif, .else or .endif without an .if");
        }
        return branches.pop();
    }

    boolean holds(String expression) {
        for (String any : expression.split("\\|\\|")) {
            boolean all = true;
            for (String one : any.split("&&")) {
                all &= term(one);
            }
            if (all) {
                return true;
            }
        }
        return false;
    }

    private boolean term(String text) {
        if (text.startsWith("!")) {
            return !term(text.substring(1));
        }
        if (text.isEmpty() || text.matches("-?\\d+")) {
            return !text.isEmpty() && Integer.parseInt(text) != 0;
        }
        Sample.Call call = new CallReader(text).next();
        String first = call.argument(0, "");
        return switch (call.name()) {
            case "true" -> true;
            case "false" -> false;
            case "defined" -> variables.apply(first) != null;
            case "feature" -> FEATURES.contains(first);
            case "streq" -> first.equals(call.argument(1, ""));
            case "strneq" -> !first.equals(call.argument(1, ""));
            case "version_atleast" -> compare(first) <= 0;
            case "version_before" -> compare(first) > 0;
            case "openssl_version_atleast" -> true;
            case "openssl_version_before" -> false;
            default ->
                    throw Words.unsupported(
                            "condition",
                            call.name(),
                            List.of("defined", "feature", "streq", "strneq", "version_atleast"));
        };
    }

    private static int compare(String version) {
        String[] said = version.replaceAll("-.*", "").split("\\.");
        String[] ours = VERSION.split("\\.");
        for (int i = 0; i < ours.length; i++) {
            int other = i < said.length ? Integer.parseInt(said[i]) : 0;
            if (other != Integer.parseInt(ours[i])) {
                return Integer.compare(other, Integer.parseInt(ours[i]));
            }
        }
        return 0;
    }
}

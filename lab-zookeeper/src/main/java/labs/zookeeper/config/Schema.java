package labs.zookeeper.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What a configuration must look like: rules for keys, a {@code *} in a rule standing for one part
 * between slashes. Immutable.
 */
public final class Schema {
    private static final String KEY = "[A-Za-z0-9_.-]+(/[A-Za-z0-9_.-]+)*";

    private final List<Rule> rules;

    private record Rule(List<String> pattern, ValueType type, boolean required) {
        boolean matches(List<String> key) {
            return key.size() == pattern.size() && matchesStart(key, pattern.size());
        }

        /** Whether the first parts of the key are those of the pattern. */
        boolean matchesStart(List<String> key, int parts) {
            for (int i = 0; i < parts; i++) {
                if (!pattern.get(i).equals("*") && !pattern.get(i).equals(key.get(i))) {
                    return false;
                }
            }
            return true;
        }
    }

    private Schema(List<Rule> rules) {
        this.rules = List.copyOf(rules);
    }

    /** A schema that allows nothing yet. */
    public static Schema empty() {
        return new Schema(List.of());
    }

    /** This, and keys of the pattern may be there. */
    public Schema optional(String pattern, ValueType type) {
        return with(new Rule(parts(pattern), type, false));
    }

    /**
     * This, and keys of the pattern must be there: one if it holds no {@code *}; else one for every
     * name under which the configuration has any key. With {@code node/*}{@code /host} required,
     * {@code node/a/port} alone is wrong.
     */
    public Schema required(String pattern, ValueType type) {
        return with(new Rule(parts(pattern), type, true));
    }

    private Schema with(Rule rule) {
        var more = new ArrayList<>(rules);
        more.add(rule);
        return new Schema(more);
    }

    /**
     * Everything that is wrong, by key: unknown keys, values of the wrong type, names that nothing
     * has, keys that are missing. Empty if nothing is.
     */
    public List<Problem> problems(Map<String, String> values) {
        // BEGIN SOLUTION
        var keys = new TreeSet<>(values.keySet());
        var problems = new ArrayList<Problem>();
        for (String key : keys) {
            problem(key, values.get(key), keys).ifPresent(problems::add);
        }
        for (Rule rule : rules) {
            missing(rule, keys).forEach(problems::add);
        }
        return problems;
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO zookeeper-5: see README, part 5");
    }

    // BEGIN SOLUTION
    private Optional<Problem> problem(String key, String value, SortedSet<String> keys) {
        if (!key.matches(KEY)) {
            return Optional.of(new Problem(key, value, "a key of letters, digits, _.- and /"));
        }
        List<String> parts = parts(key);
        Optional<Rule> rule = rules.stream().filter(each -> each.matches(parts)).findFirst();
        if (rule.isEmpty()) {
            return Optional.of(new Problem(key, value, "no such key: the schema has none"));
        }
        ValueType type = rule.get().type();
        return value != null && type.accepts(value, keys)
                ? Optional.empty()
                : Optional.of(new Problem(key, value, type.expected()));
    }

    private static List<Problem> missing(Rule rule, SortedSet<String> keys) {
        if (!rule.required()) {
            return List.of();
        }
        int last = rule.pattern().size() - 1;
        var groups = new TreeSet<String>();
        if (!rule.pattern().contains("*")) {
            groups.add(String.join("/", rule.pattern().subList(0, last)));
        }
        for (String key : keys) {
            List<String> parts = parts(key);
            if (parts.size() > last && rule.matchesStart(parts, last)) {
                groups.add(String.join("/", parts.subList(0, last)));
            }
        }
        return groups.stream()
                .map(group -> (group.isEmpty() ? "" : group + "/") + rule.pattern().get(last))
                .filter(key -> !keys.contains(key))
                .map(key -> new Problem(key, null, rule.type().expected()))
                .toList();
    }

    // END SOLUTION
    private static List<String> parts(String key) {
        return List.of(key.split("/", -1));
    }
}

package labs.cli.yaml;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import labs.cli.problem.Problems;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * A mapping of a YAML file. Asking for a key that is missing or of another type records the mistake
 * and answers with something empty, so that one reading finds them all.
 */
public final class YamlMap {
    private final Path file;
    private final Problems problems;
    private final int line;
    private final Map<String, Node> values = new LinkedHashMap<>();
    private final Map<String, Integer> lines = new LinkedHashMap<>();

    YamlMap(Path file, MappingNode map, Problems problems) {
        this.file = file;
        this.problems = problems;
        this.line = YamlFile.lineOf(map);
        map.getValue().forEach(this::put);
    }

    private void put(NodeTuple entry) {
        int at = YamlFile.lineOf(entry.getKeyNode());
        if (!(entry.getKeyNode() instanceof ScalarNode key)) {
            problems.add(file, at, "a key must be a plain word");
        } else if (values.putIfAbsent(key.getValue(), entry.getValueNode()) != null) {
            problems.add(file, at, "the key '%s' stands here twice", key.getValue());
        } else {
            lines.put(key.getValue(), at);
        }
    }

    /** Records every key that is not one of {@code known}. */
    public YamlMap knows(String... known) {
        List<String> names = List.of(known);
        lines.forEach(
                (key, at) -> {
                    if (!names.contains(key)) {
                        problems.add(file, at, "unknown key '%s'; known are %s", key, names);
                    }
                });
        return this;
    }

    /** The line this map starts on. */
    public int line() {
        return line;
    }

    /** The line of a key, or of the map when the key is absent. */
    public int line(String key) {
        return lines.getOrDefault(key, line);
    }

    public boolean has(String key) {
        return values.containsKey(key);
    }

    /** A required string, not blank. */
    public String text(String key) {
        Node node = required(key);
        return node == null ? "" : textOf(node, key).value();
    }

    public String text(String key, String whenAbsent) {
        return has(key) ? text(key) : whenAbsent;
    }

    /** A required string that may be empty. */
    public String textOrEmpty(String key) {
        Node node = required(key);
        return node == null || isString(node, key) ? scalar(node) : "";
    }

    /** A required whole number, at least {@code least}. */
    public int number(String key, int least) {
        Node node = required(key);
        if (node == null) {
            return 0;
        }
        try {
            int value = isNumber(node) ? Integer.parseInt(scalar(node)) : least - 1;
            if (value < least) {
                problems.add(
                        file, line(key), "'%s' must be a whole number, at least %d", key, least);
            }
            return value;
        } catch (NumberFormatException tooLarge) {
            problems.add(file, line(key), "'%s' is too large: %s", key, scalar(node));
            return 0;
        }
    }

    public int number(String key, int least, int whenAbsent) {
        return has(key) ? number(key, least) : whenAbsent;
    }

    /** A required list of strings, which may be empty. */
    public List<YamlText> texts(String key) {
        return items(key, node -> textOf(node, key));
    }

    /** A required list of mappings, which may be empty. */
    public List<YamlMap> maps(String key) {
        return items(key, node -> mapOf(node, key));
    }

    private <T> List<T> items(String key, Function<Node, T> read) {
        Node node = required(key);
        if (node == null) {
            return List.of();
        }
        if (!(node instanceof SequenceNode list)) {
            problems.add(file, line(key), "'%s' must be a list", key);
            return List.of();
        }
        List<T> items = new ArrayList<>();
        list.getValue().stream().map(read).filter(item -> item != null).forEach(items::add);
        return List.copyOf(items);
    }

    private YamlMap mapOf(Node node, String key) {
        if (node instanceof MappingNode map) {
            return new YamlMap(file, map, problems);
        }
        problems.add(file, YamlFile.lineOf(node), "each of '%s' must be a mapping", key);
        return null;
    }

    private YamlText textOf(Node node, String key) {
        if (isString(node, key) && scalar(node).isBlank()) {
            problems.add(file, YamlFile.lineOf(node), "'%s' must not be blank", key);
        }
        return new YamlText(scalar(node), YamlFile.lineOf(node));
    }

    private boolean isString(Node node, String key) {
        boolean string = node instanceof ScalarNode && node.getTag().equals(Tag.STR);
        if (!string) {
            problems.add(file, YamlFile.lineOf(node), "'%s' must hold a string (quote it)", key);
        }
        return string;
    }

    private Node required(String key) {
        if (!has(key)) {
            problems.add(file, line, "the key '%s' is missing", key);
        }
        return values.get(key);
    }

    private static boolean isNumber(Node node) {
        return node instanceof ScalarNode && node.getTag().equals(Tag.INT);
    }

    private static String scalar(Node node) {
        return node instanceof ScalarNode scalar ? scalar.getValue() : "";
    }
}

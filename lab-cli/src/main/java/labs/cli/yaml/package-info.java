/**
 * Strict reading of YAML with line numbers: every value is asked for by key and type, and whatever
 * was not asked for is a mistake.
 *
 * <pre>
 *   file ─▶ YamlFile.read ─▶ YamlMap ─▶ text / number / texts / maps
 *                               └────── mistakes ─▶ Problems
 * </pre>
 *
 * Start with {@link labs.cli.yaml.YamlFile}, then {@link labs.cli.yaml.YamlMap}.
 */
package labs.cli.yaml;

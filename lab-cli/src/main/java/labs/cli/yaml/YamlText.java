package labs.cli.yaml;

/** A string of a YAML file and the line it starts on, from 1. */
public record YamlText(String value, int line) {}

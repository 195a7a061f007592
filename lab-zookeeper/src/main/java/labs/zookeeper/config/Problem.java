package labs.zookeeper.config;

/**
 * One thing that is wrong with a configuration.
 *
 * @param value null when the key is missing
 * @param expected such as {@code an integer from 1 to 65535}
 */
public record Problem(String key, String value, String expected) {
    @Override
    public String toString() {
        return value == null
                ? key + " is missing: expected " + expected
                : key + " = \"" + value + "\": expected " + expected;
    }
}

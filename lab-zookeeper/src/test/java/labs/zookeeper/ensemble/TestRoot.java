package labs.zookeeper.ensemble;

/**
 * A znode that one test has for itself.
 *
 * @param path such as {@code /shouldElectOne-17}; it exists
 * @param chroot the connect string with that path behind it: clients of it see only what lies below
 */
public record TestRoot(String path, String chroot) {}
